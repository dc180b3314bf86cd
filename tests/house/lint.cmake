# Looks at a scenario with ntsrm check --lint, and compares what is found with the comments at the
# file's head, of which there may be any number:
#   # finding: 4:3 unused-token        where it is, and its name
# Exactly these are found. Without such a line nothing is, and nothing is printed.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DFILE=<path below ROOT> -P lint.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

set(expected)
read_lines("${ROOT}/${FILE}" lines)
foreach(line IN LISTS lines)
    if(line MATCHES "^# finding: ([0-9]+:[0-9]+) ([a-z-]+)$")
        list(APPEND expected "${CMAKE_MATCH_1} ${CMAKE_MATCH_2}")
    endif()
endforeach()

execute_process(COMMAND ${PROGRAM} check --lint ${FILE} WORKING_DIRECTORY ${ROOT}
                RESULT_VARIABLE exit OUTPUT_VARIABLE output ERROR_VARIABLE output)
execute_process(COMMAND ${PROGRAM} run ${FILE} WORKING_DIRECTORY ${ROOT}
                RESULT_VARIABLE run_exit OUTPUT_VARIABLE run_output ERROR_VARIABLE run_output)
if(NOT run_exit EQUAL 0)
    finding("${FILE}" "what lint looks at must pass, but:\n${run_output}")
endif()

set(found)
string(REPLACE ";" "," text "${output}")
string(REPLACE "[" "<" text "${text}")
string(REPLACE "]" ">" text "${text}")
string(REGEX MATCHALL "[^\n]+: warning: [^\n]*" warnings "${text}")
foreach(warning IN LISTS warnings)
    string(REGEX MATCH ":([0-9]+:[0-9]+): warning: .* <([a-z-]+)>$" warning "${warning}")
    list(APPEND found "${CMAKE_MATCH_1} ${CMAKE_MATCH_2}")
endforeach()
foreach(one IN LISTS expected)
    if(NOT one IN_LIST found)
        finding("${FILE}" "not found: ${one}")
    endif()
endforeach()
foreach(one IN LISTS found)
    if(NOT one IN_LIST expected)
        finding("${FILE}" "found: ${one}")
    endif()
endforeach()

list(LENGTH expected count)
set(expected_exit 1)
if(count EQUAL 0)
    set(expected_exit 0)
    if(NOT output STREQUAL "")
        finding("${FILE}" "nothing is to be said of this file")
    endif()
endif()
if(NOT exit EQUAL expected_exit)
    finding("${FILE}" "exit code ${exit} where ${expected_exit} is expected")
endif()
message("The program's output was:\n${output}")
finish()
