# A document's drawings are what the program draws of its scenarios. A line
#   ![title](drawings/name.svg)
# after a scenario's ```yaml block shows the case of that title.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DDOCUMENT=<path below ROOT> -DWORK=<scratch folder>
#         [-DREWRITE=ON] -P drawings.cmake
# With REWRITE the drawings are made anew instead of compared. XMLLINT, if given, checks each.

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

string(MAKE_C_IDENTIFIER "${DOCUMENT}" scratch_name)
get_filename_component(folder "${DOCUMENT}" DIRECTORY)
set(file ${WORK}/${scratch_name}-drawn.yaml)
set(made ${WORK}/${scratch_name}-drawn.svg)

# Draws the case with that title of the last scenario.
function(check_drawing where title drawing)
    string(REGEX REPLACE "([][+.*()^$?|{}\\])" "\\\\\\1" pattern "${title}")
    execute_process(COMMAND ${PROGRAM} explain ${file} --format svg "--filter=^${pattern}$"
                    WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE exit
                    OUTPUT_FILE ${made} ERROR_VARIABLE error)
    if(NOT exit EQUAL 0)
        finding("${where}" "cannot draw '${title}'\n${error}")
        return()
    endif()
    if(XMLLINT)
        execute_process(COMMAND ${XMLLINT} --noout ${made} RESULT_VARIABLE exit ERROR_VARIABLE error)
        if(NOT exit EQUAL 0)
            finding("${where}" "not well-formed\n${error}")
        endif()
    endif()
    set(kept ${ROOT}/${folder}/${drawing})
    if(REWRITE)
        configure_file(${made} ${kept} COPYONLY)
        return()
    endif()
    execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${made} ${kept}
                    RESULT_VARIABLE exit ERROR_QUIET)
    if(NOT exit EQUAL 0)
        finding("${where}" "${drawing} is not what is drawn now; make the drawings anew: cmake "
                "--build build/debug --target drawings")
    endif()
endfunction()

set(inside OFF)
set(number 0)
set(text "")
set(drawings "")
read_lines("${ROOT}/${DOCUMENT}" lines)
foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    plain_text("${line}" plain)
    if(line STREQUAL "```yaml")
        set(inside ON)
        set(text "")
    elseif(line STREQUAL "```")
        if(inside)
            file(WRITE ${file} "${text}")
        endif()
        set(inside OFF)
    elseif(inside)
        string(APPEND text "${plain}\n")
    elseif(plain MATCHES "^!\\[(.*)\\]\\((drawings/[^)]*\\.svg)\\)$")
        set(title "${CMAKE_MATCH_1}")
        set(drawing "${CMAKE_MATCH_2}")
        list(APPEND drawings ${drawing})
        check_drawing("${DOCUMENT}:${number}" "${title}" "${drawing}")
    endif()
endforeach()

# Whatever lies there must be shown somewhere.
file(GLOB kept RELATIVE ${ROOT}/${folder} ${ROOT}/${folder}/drawings/*.svg)
foreach(drawing IN LISTS kept)
    if(NOT drawing IN_LIST drawings)
        finding("${folder}/${drawing}" "${DOCUMENT} does not show it")
    endif()
endforeach()
finish()
