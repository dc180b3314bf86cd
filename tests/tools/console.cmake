# A session with the program, and what it must look like. A file of these lines:
#   # anything           a comment
#   $ ntsrm status 5     a command for sh, in an empty folder of its own
#   > more               its next line
#   anything else        what it prints, stdout and stderr together; empty lines at the end don't count
#   [5]                  its exit code, where that is not 0
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DFILE=<path below ROOT> -DWORK=<scratch folder>
#         -P console.cmake

include(${CMAKE_CURRENT_LIST_DIR}/../house/findings.cmake)

get_filename_component(program_folder "${PROGRAM}" DIRECTORY)
get_filename_component(name "${FILE}" NAME_WE)
set(work ${WORK}/${name})
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work})
set(ENV{PATH} "${program_folder}:$ENV{PATH}")
set(ENV{ROOT} "${ROOT}")
set(ENV{NO_COLOR} 1)
set(ENV{XDG_CACHE_HOME} ${work}/.cache)
foreach(variable CLICOLOR_FORCE FORCE_COLOR TEST_TOTAL_SHARDS CI_NODE_TOTAL TESTBRIDGE_TEST_ONLY
                 TEST_SHARD_STATUS_FILE XML_OUTPUT_FILE GITHUB_STEP_SUMMARY)
    unset(ENV{${variable}})
endforeach()

# Runs the command, if there is one, and compares.
function(finish_command)
    if(command STREQUAL "")
        return()
    endif()
    execute_process(COMMAND sh -c "${command}" WORKING_DIRECTORY ${work} RESULT_VARIABLE exit
                    OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX REPLACE "\n+$" "" output "${output}")
    string(REGEX REPLACE "\n+$" "" expected "${expected}")
    if(NOT exit STREQUAL "0")
        string(APPEND output "\n[${exit}]")
    endif()
    string(REGEX REPLACE "^\n" "" output "${output}")
    if(NOT "${output}" STREQUAL "${expected}")
        finding("${FILE}:${begin}"
                "$ ${command}\n--- expected\n${expected}\n--- but it is\n${output}\n---")
    endif()
endfunction()

set(number 0)
set(command "")
read_lines("${ROOT}/${FILE}" lines)
foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    plain_text("${line}" plain)
    if(line MATCHES "^# ")
        continue()
    elseif(line MATCHES "^\\$ ")
        finish_command()
        string(SUBSTRING "${plain}" 2 -1 command)
        set(begin ${number})
        set(expected "")
    elseif(line MATCHES "^> ")
        string(SUBSTRING "${plain}" 2 -1 plain)
        string(APPEND command "\n${plain}")
    else()
        string(APPEND expected "${plain}\n")
    endif()
endforeach()
finish_command()
finish()
