# Validates files against a schema, with a validator that knows nothing of this project (Python's
# packages jsonschema and yaml). Says "skipped" and succeeds if there is none.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DWORK=<scratch folder> -DWHAT=<what> -P schema.cmake
# right: all scenarios and examples, and scenarios that fail only when they run, are valid. wrong:
# each file of tests/schema/wrong has one mistake, and is not; nor are scenarios of tests/must_fail,
# but for those that tests/schema/beyond.txt names. twins: what 'ntsrm export' writes of all scenarios
# is valid, by the schema for readers and by the one that knows every word; tests/schema/wrong_twins is
# not, by both or by the second. interpreted: each case of
# each twin, run by what INTERPRETING.md says, has the result of its scenario.

include(${CMAKE_CURRENT_LIST_DIR}/python.cmake)

find_python("jsonschema, yaml")
file(MAKE_DIRECTORY ${WORK})

# Runs it; the output goes to a file unless that is "".
function(run_program output)
    set(to)
    if(output)
        set(to OUTPUT_FILE ${output})
    endif()
    execute_process(COMMAND ${PROGRAM} ${ARGN} ${to} WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE exit)
    if(NOT exit EQUAL 0)
        message(FATAL_ERROR "ntsrm ${ARGN} ends with exit code ${exit}")
    endif()
endfunction()

function(run_python)
    execute_process(COMMAND ${python} ${ARGN} WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE exit)
    if(NOT exit EQUAL 0)
        message(FATAL_ERROR "These files and the schema do not agree")
    endif()
endfunction()

# The scenarios that must fail with an exit code.
function(must_fail_with code variable)
    file(GLOB_RECURSE all RELATIVE ${ROOT} ${ROOT}/tests/must_fail/*.yaml)
    set(found)
    foreach(file IN LISTS all)
        file(STRINGS ${ROOT}/${file} fails REGEX "^# exit: ${code}$" LIMIT_COUNT 1)
        if(fails)
            list(APPEND found ${file})
        endif()
    endforeach()
    set(${variable} ${found} PARENT_SCOPE)
endfunction()

set(schema ${WORK}/${WHAT}.schema.json)
if(WHAT STREQUAL "right")
    run_program(${schema} schema)
    must_fail_with(1 others)
    run_python(tests/schema/validate.py ${schema} scenarios docs/examples tests/schema/right.yaml
               ${others})
elseif(WHAT STREQUAL "wrong")
    run_program(${schema} schema)
    file(STRINGS ${ROOT}/tests/schema/beyond.txt beyond REGEX "^[^#]")
    list(TRANSFORM beyond PREPEND "tests/must_fail/")
    must_fail_with(3 others)
    list(REMOVE_ITEM others ${beyond})
    run_python(tests/schema/validate.py --must-fail ${schema} tests/schema/wrong ${others})
    foreach(file IN LISTS beyond)
        if(NOT EXISTS ${ROOT}/${file})
            message(FATAL_ERROR "tests/schema/beyond.txt names ${file}, which is not there")
        endif()
    endforeach()
elseif(WHAT STREQUAL "twins")
    run_program(${schema} schema --twin)
    file(REMOVE_RECURSE ${WORK}/twins)
    run_program("" export --json --output=${WORK}/twins scenarios)
    run_python(tests/schema/validate.py docs/schemas/twin.schema.json ${WORK}/twins)
    run_python(tests/schema/validate.py ${schema} ${WORK}/twins)
    set(wrong tests/schema/wrong_twins)
    run_python(tests/schema/validate.py --must-fail docs/schemas/twin.schema.json ${wrong}/form)
    run_python(tests/schema/validate.py --must-fail ${schema} ${wrong})
elseif(WHAT STREQUAL "interpreted")
    run_python(tests/schema/twins.py ${PROGRAM} ${WORK}/interpreted scenarios)
endif()
