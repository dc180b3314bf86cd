# Installs this build into an empty prefix, and tries ntsrm_add_scenarios() in the project of
# tests/consumer/scenarios: which tests there are, that wrong scenarios fail, and what is said of
# wrong arguments.
#   cmake -DROOT=<project> -DBUILD=<its build> -P consumer_scenarios.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/commands.cmake)

set(work ${BUILD}/tests/consumer-scenarios)
set(source ${ROOT}/tests/consumer/scenarios)
file(REMOVE_RECURSE ${work})

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
set(configure ${CMAKE_COMMAND} -S ${source} -DCMAKE_PREFIX_PATH=${work}/prefix)

# --- the tests that there are -----------------------------------------------------------------

run(${configure} -B ${work}/right)
run(${CMAKE_CTEST_COMMAND} --test-dir ${work}/right -N)
string(REGEX MATCHALL "Test +#[0-9]+: [^\n]*" tests "${output}")
string(REGEX REPLACE "Test +#[0-9]+: " "" tests "${tests}")
# Brackets mean something in lists.
string(REGEX REPLACE "[][]" "|" tests "${tests}")
string(CONCAT expected
       "files/levels.yaml;files/revert.yaml;whole;corpus;"
       "each/a-thread-takes-its-own-token|profile=nt6.1,level=SecurityIdentification|;"
       "each/a-thread-takes-its-own-token|profile=nt6.1,level=SecurityImpersonation|;"
       "each/a-thread-takes-its-own-token|profile=nt10.0,level=SecurityIdentification|;"
       "each/a-thread-takes-its-own-token|profile=nt10.0,level=SecurityImpersonation|;"
       "each/reverting-needs-nothing|profile=nt6.1|;"
       "each/reverting-needs-nothing|profile=nt10.0|;"
       "some/a-thread-takes-its-own-token|level=SecurityIdentification|")
list(SORT tests)
list(SORT expected)
if(NOT tests STREQUAL expected)
    finding("tests/consumer/scenarios" "these are the tests:\n${tests}\n    instead of:\n${expected}")
endif()
run(${CMAKE_CTEST_COMMAND} --test-dir ${work}/right --output-on-failure --no-tests=error)
foreach(label fast security each ntsrm)
    run(${CMAKE_CTEST_COMMAND} --test-dir ${work}/right -L "^${label}$" --no-tests=error)
endforeach()

# --- scenarios that are wrong -----------------------------------------------------------------

foreach(discover files cases none)
    run(${configure} -B ${work}/wrong-${discover}
        "-DGIVEN=wrong,DIR,wrong,ROOT,.,DISCOVER,${discover}")
    try(${CMAKE_CTEST_COMMAND} --test-dir ${work}/wrong-${discover} --output-on-failure)
    if(status EQUAL 0)
        finding("DISCOVER ${discover}" "scenarios that are wrong pass\n${output}")
    endif()
    foreach(text "expected" "RevertToSelves")
        if(NOT output MATCHES "${text}")
            finding("DISCOVER ${discover}" "nothing says ${text}\n${output}")
        endif()
    endforeach()
endforeach()

# What a filter lets nothing through of is skipped.
run(${configure} -B ${work}/nothing "-DGIVEN=nothing,DIR,right,FILTER,^nowhere$")
run(${CMAKE_CTEST_COMMAND} --test-dir ${work}/nothing)
if(NOT output MATCHES "Skipped")
    finding("FILTER" "tests without cases are not skipped\n${output}")
endif()

# --- arguments that are wrong -----------------------------------------------------------------

function(refuse arguments expected)
    try(${configure} -B ${work}/refused "-DGIVEN=${arguments}")
    string(REGEX REPLACE "[ \n]+" " " output "${output}")
    string(FIND "${output}" "${expected}" at)
    if(status EQUAL 0 OR at EQUAL -1)
        finding("${arguments}" "is not refused with: ${expected}\n${output}")
    endif()
endfunction()

refuse("x,DIR,nowhere" "nowhere is no folder")
refuse("x,DIR,right/levels.yaml" "levels.yaml is no folder")
file(MAKE_DIRECTORY ${work}/empty)
refuse("x,DIR,${work}/empty" "there is no scenario in")
refuse("x,DIR,right,FILES,right/levels.yaml" "DIR and FILES say the same twice")
refuse("x,FILES,right/missing.yaml" "missing.yaml is no file")
refuse("x,FILES,right" "right is no file")
refuse("x,FILES" "a value is missing: FILES")
refuse("x,DIR,right,DISCOVER,all" "DISCOVER is files, cases or none, not all")
refuse("x,DIR,right,TIMEOUT,soon" "TIMEOUT is a number of seconds, not soon")
refuse("x,right" "what is right?")
finish()
