# What a document shows is run, and shows what really happens:
#   ```yaml      a block that begins with "scenario:" (after comments or "---") must pass;
#   ```console   after a line "$ ntsrm ..." stands exactly what the program prints. Lines with
#                other commands, and what follows them, are not looked at.
# The program runs in the project's folder.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DDOCUMENT=<path below ROOT> -DWORK=<scratch folder>
#         -P docs_examples.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

get_filename_component(program_folder "${PROGRAM}" DIRECTORY)
set(ENV{PATH} "${program_folder}:$ENV{PATH}")
set(ENV{NO_COLOR} 1)
string(MAKE_C_IDENTIFIER "${DOCUMENT}" scratch_name)

function(run_scenario where number text)
    if(NOT "\n${text}" MATCHES "^((\n *#[^\n]*)|(\n---)|(\n *))*\nscenario:")
        return()
    endif()
    set(file ${WORK}/${scratch_name}-${number}.yaml)
    file(WRITE ${file} "${text}")
    execute_process(COMMAND ${PROGRAM} run ${file} WORKING_DIRECTORY ${ROOT}
                    RESULT_VARIABLE exit OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT exit EQUAL 0)
        finding("${where}" "this scenario ends with exit code ${exit}\n${output}")
    endif()
endfunction()

# Runs one line of a console block, and compares.
function(run_command where command expected)
    if(NOT command MATCHES "^ntsrm ")
        return()
    endif()
    execute_process(COMMAND sh -c "${command}" WORKING_DIRECTORY ${ROOT}
                    OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX REPLACE "\n+$" "" expected "${expected}")
    string(REGEX REPLACE "\n+$" "" output "${output}")
    if(NOT output STREQUAL expected)
        finding("${where}"
                "$ ${command}\n--- the document says\n${expected}\n--- the program says\n${output}")
    endif()
endfunction()

set(fence "")
set(number 0)
set(begin 0)
set(text "")
set(command "")
read_lines("${ROOT}/${DOCUMENT}" lines)
foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    plain_text("${line}" plain)
    set(where "${DOCUMENT}:${begin}")
    if(fence STREQUAL "")
        if(line MATCHES "^```(.*)$")
            set(fence "block ${CMAKE_MATCH_1}")
            set(begin ${number})
            set(text "")
            set(command "")
        endif()
    elseif(line STREQUAL "```")
        if(fence STREQUAL "block yaml")
            run_scenario("${where}" ${begin} "${text}")
        elseif(fence STREQUAL "block console")
            run_command("${where}" "${command}" "${text}")
        endif()
        set(fence "")
    elseif(fence STREQUAL "block console" AND line MATCHES "^\\$ ")
        run_command("${where}" "${command}" "${text}")
        string(SUBSTRING "${plain}" 2 -1 command)
        set(begin ${number})
        set(text "")
    else()
        string(APPEND text "${plain}\n")
    endif()
endforeach()
if(NOT fence STREQUAL "")
    finding("${DOCUMENT}:${begin}" "this block has no end")
endif()
finish()
