# Runs a scenario that must fail, and compares how with the comments at its head:
#   # exit: 3                          the exit code
#   # expect: unknown key "calll"      stands in the output; any number of these, at least one
#   # arguments: --min-coverage 100    optional, more arguments for the program
# cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DFILE=<path below ROOT> -P must_fail.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

set(expected_exit "")
set(expected_texts)
set(arguments)
read_lines("${ROOT}/${FILE}" lines)
foreach(line IN LISTS lines)
    if(NOT line MATCHES "^#")
        break()
    elseif(line MATCHES "^# exit: ([0-9]+)$")
        set(expected_exit ${CMAKE_MATCH_1})
    elseif(line MATCHES "^# expect: (.+)$")
        list(APPEND expected_texts "${CMAKE_MATCH_1}")
    elseif(line MATCHES "^# arguments: (.+)$")
        plain_text("${CMAKE_MATCH_1}" text)
        separate_arguments(arguments UNIX_COMMAND "${text}")
    endif()
endforeach()
if(expected_exit STREQUAL "" OR NOT expected_texts)
    message(FATAL_ERROR "${FILE} must begin with \"# exit: N\" and \"# expect: TEXT\"")
endif()

execute_process(COMMAND ${PROGRAM} run ${FILE} ${arguments} WORKING_DIRECTORY ${ROOT}
                RESULT_VARIABLE exit OUTPUT_VARIABLE output ERROR_VARIABLE output)

if(NOT exit STREQUAL expected_exit)
    finding("${FILE}" "exit code ${exit} where ${expected_exit} is expected")
endif()
foreach(line IN LISTS expected_texts)
    plain_text("${line}" text)
    string(FIND "${output}" "${text}" position)
    if(position EQUAL -1)
        finding("${FILE}" "the output does not contain: ${text}")
    endif()
endforeach()
message("The program's output was:\n${output}")
finish()
