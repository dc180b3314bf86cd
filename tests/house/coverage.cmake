# What ntsrm coverage writes for programs and browsers, of a scenario file with two scenarios and
# with all that HTML and JSON have to escape in its name. HTML is read as XML, every link leads
# somewhere, nothing comes from elsewhere; JSON is what its schema says, as far as python3 has a
# validator. Written twice, both are the same.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DWORK=<scratch folder> -DXMLLINT=<xmllint or nothing>
#         -P coverage.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

string(ASCII 255 no_text)
set(suite "${WORK}/a <b> & 'c' ${no_text}")
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${suite})
file(WRITE "${suite}/two.yaml" "scenario: first
tokens: {t: {user: LocalService}}
processes: {p: {token: t, threads: [c]}}
steps: [{call: NtClose, in: {Handle: 4}, expect: STATUS_INVALID_HANDLE}]
---
scenario: second
tokens: {t: {user: LocalService}}
processes: {p: {token: t, threads: [c]}}
steps: [{call: ZwTerminateThread, in: {ThreadHandle: c, ExitStatus: 0}, expect: $status}]
cases: [{status: [STATUS_ACCESS_DENIED, STATUS_BAD_TOKEN_TYPE]}]
")

function(run_coverage format output)
    execute_process(COMMAND ${PROGRAM} coverage ${ARGN} --output ${format}:${output} RESULT_VARIABLE exit
                    WORKING_DIRECTORY ${ROOT} OUTPUT_QUIET ERROR_QUIET)
    if(exit GREATER 1)
        finding("${output}" "ntsrm coverage ${ARGN} ends with exit code ${exit}")
    endif()
endfunction()

function(check_same one two)
    file(READ ${one} first)
    file(READ ${two} second)
    if(NOT first STREQUAL second)
        finding("${one}" "is not the same as ${two}, written of the same")
    endif()
endfunction()

# --- HTML -------------------------------------------------------------------------------------

# One link of a page: "#id", "page.html" or "page.html#id".
function(check_link page link)
    get_filename_component(folder ${page} DIRECTORY)
    set(file "${link}")
    set(id "")
    if(link MATCHES "^([^#]*)#(.*)$")
        set(file "${CMAKE_MATCH_1}")
        set(id "${CMAKE_MATCH_2}")
    endif()
    set(target ${page})
    if(NOT file STREQUAL "")
        set(target ${folder}/${file})
    endif()
    if(NOT EXISTS ${target})
        finding("${page}" "the link ${link} leads to no file")
    elseif(NOT id STREQUAL "")
        file(READ ${target} text)
        string(FIND "${text}" "id=\"${id}\"" at)
        if(at EQUAL -1)
            finding("${page}" "the link ${link} leads nowhere")
        endif()
    endif()
endfunction()

# links: how many of them are followed; what they are made of is the same in all pages.
function(check_page page links)
    file(READ ${page} text)
    if(NOT text MATCHES "^<!DOCTYPE html>\n<html lang=\"en\">\n <head>")
        finding("${page}" "begins like no page")
    endif()
    string(REPLACE "<link rel=\"stylesheet\" href=\"style.css\"" "" text "${text}")
    if(text MATCHES "<script|https?:|<link|<img|url\\(|<b>")
        finding("${page}" "has '${CMAKE_MATCH_0}' in it")
    endif()
    string(REGEX MATCHALL "href=\"[^\"]*\"" found "${text}")
    list(REMOVE_DUPLICATES found)
    list(SUBLIST found 0 ${links} found)
    foreach(link IN LISTS found)
        string(REGEX REPLACE "^href=\"|\"$" "" link "${link}")
        check_link(${page} "${link}")
    endforeach()
    if(XMLLINT)
        execute_process(COMMAND ${XMLLINT} --noout ${page} RESULT_VARIABLE exit
                        ERROR_VARIABLE problem)
        if(NOT exit EQUAL 0)
            finding("${page}" "cannot be read as XML: ${problem}")
        endif()
    endif()
endfunction()

run_coverage(html ${WORK}/one.html ${suite})
run_coverage(html ${WORK}/two.html ${suite})
run_coverage(html ${WORK}/pages ${suite})
check_same(${WORK}/one.html ${WORK}/two.html)
check_page(${WORK}/one.html 40)
file(GLOB pages ${WORK}/pages/*.html)
foreach(page IN LISTS pages)
    check_page(${page} 10)
endforeach()
check_page(${WORK}/pages/index.html -1)
check_page(${WORK}/pages/scenario-second.html -1)
file(READ ${WORK}/pages/scenario-second.html text)
# The text of the second scenario alone, with the lines that it has in the file.
if(NOT text MATCHES "two.yaml:6, 2 cases" OR NOT text MATCHES "start=\"6\".*id=\"L6\">scenario: second<"
   OR text MATCHES "scenario: first" OR NOT text MATCHES "STATUS_ACCESS_DENIED")
    finding("${WORK}/pages/scenario-second.html" "is not what the file says from line 6 on")
endif()
run_coverage(html ${WORK}/again ${suite})
file(GLOB again ${WORK}/again/*)
foreach(page IN LISTS again)
    get_filename_component(name ${page} NAME)
    check_same(${WORK}/pages/${name} ${page})
endforeach()
file(READ ${WORK}/one.html text)
foreach(wanted "a &lt;b&gt; &amp; " "'c' .xff/two.yaml:6" "class=\"refuted\">1<"
               "asserted, but not in the call table" "id=\"gate.same_user\"")
    if(NOT text MATCHES "${wanted}")
        finding("${WORK}/one.html" "lacks '${wanted}'")
    endif()
endforeach()

# --- JSON -------------------------------------------------------------------------------------

run_coverage(json ${WORK}/one.json ${suite})
run_coverage(json ${WORK}/two.json ${suite})
check_same(${WORK}/one.json ${WORK}/two.json)
finish()

include(${CMAKE_CURRENT_LIST_DIR}/python.cmake)
find_python("jsonschema, yaml")
run_coverage(json ${WORK}/all.json scenarios)
file(WRITE ${WORK}/wrong.json "{\"format\": 1, \"report\": \"coverage\"}")
set(schema docs/schemas/coverage.schema.json)
set(validate ${python} tests/schema/validate.py)
execute_process(COMMAND ${validate} ${schema} ${WORK}/one.json ${WORK}/all.json
                WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE right)
execute_process(COMMAND ${validate} --must-fail ${schema} ${WORK}/wrong.json
                WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE wrong OUTPUT_QUIET)
if(NOT right EQUAL 0 OR NOT wrong EQUAL 0)
    message(FATAL_ERROR "${schema} does not say what ntsrm coverage --format json prints")
endif()
