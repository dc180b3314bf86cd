# ntsrm_add_scenarios: scenarios as tests of a CMake project.
#
#   ntsrm_add_scenarios(<name> [DIR <folder> | FILES <file> ...]
#                       [FILTER <regular expression>] [PROFILE <version> ...]
#                       [LABELS <label> ...] [TIMEOUT <seconds>] [DISCOVER files|cases|none]
#                       [ROOT <folder>] [OPTIONS <option of "ntsrm run"> ...])
#
#   DIR       all scenarios below this folder; the current one if neither DIR nor FILES is given
#   FILES     these, instead
#   FILTER    only cases whose id, title or tag matches, as --filter
#   PROFILE   each case as these versions of NT, as --profile
#   LABELS    of the tests; ntsrm if not given
#   TIMEOUT   of each test
#   DISCOVER  files (if not given): a test for each file that holds scenarios, <name>/<its path>;
#             cases: a test for each case, <name>/<its id>, found when ctest starts;
#             none: one test for all, <name>
#   ROOT      `use:` reads nothing outside of it; DIR, or the current folder, if not given
#   OPTIONS   whatever else "ntsrm run" takes
#
# Paths are those below DIR, or below the current folder. A test whose file holds nothing that FILTER
# lets through counts as skipped, and NTSRM_PROGRAM is the program where no package has brought it.

include_guard(GLOBAL)

set(NTSRM_SCENARIOS_MODULE_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE INTERNAL "")

# The program: of this build, of the package, or of the path.
function(_ntsrm_program result)
    if(TARGET ntsrm::program)
        set(${result} ntsrm::program PARENT_SCOPE)
        return()
    endif()
    find_program(NTSRM_PROGRAM ntsrm)
    if(NOT NTSRM_PROGRAM)
        message(FATAL_ERROR "ntsrm_add_scenarios: there is no program ntsrm; set NTSRM_PROGRAM")
    endif()
    set(${result} ${NTSRM_PROGRAM} PARENT_SCOPE)
endfunction()

# These two read what ntsrm_add_scenarios has found out: program, arguments, folder, properties.
function(_ntsrm_add_test test)
    add_test(NAME ${test} COMMAND ${program} run ${arguments} ${ARGN} WORKING_DIRECTORY ${folder})
    set_tests_properties(${test} PROPERTIES ${properties} SKIP_RETURN_CODE 5)
endfunction()

# A list as CMake reads it; an element may hold semicolons.
function(_ntsrm_quote result list)
    set(quoted "")
    foreach(text IN LISTS ${list})
        string(REPLACE ";" "\\;" text "${text}")
        string(APPEND quoted " [==[${text}]==]")
    endforeach()
    set(${result} "${quoted}" PARENT_SCOPE)
endfunction()

# ctest includes a script, which asks the program for its cases and adds a test for each.
function(_ntsrm_discover_cases)
    if(TARGET ${program})
        set(program $<TARGET_FILE:${program}>)
    endif()
    string(SHA256 file "${name}")
    string(SUBSTRING ${file} 0 16 file)
    set(script ${CMAKE_CURRENT_BINARY_DIR}/ntsrm_${file}.cmake)
    set(content "")
    foreach(variable name program folder properties files arguments)
        _ntsrm_quote(quoted ${variable})
        string(APPEND content "set(ntsrm_${variable}${quoted})\n")
    endforeach()
    file(GENERATE OUTPUT ${script} CONTENT "${content}include([==[${NTSRM_SCENARIOS_MODULE_DIR}/NtsrmCases.cmake]==])
")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()

# Fails, and says what is wrong, unless the arguments go together.
macro(_ntsrm_check_arguments)
    set(wrong "")
    if(DEFINED given_UNPARSED_ARGUMENTS)
        set(wrong "what is ${given_UNPARSED_ARGUMENTS}?")
    elseif(DEFINED given_KEYWORDS_MISSING_VALUES)
        set(wrong "a value is missing: ${given_KEYWORDS_MISSING_VALUES}")
    elseif(DEFINED given_DIR AND DEFINED given_FILES)
        set(wrong "DIR and FILES say the same twice")
    elseif(DEFINED given_DISCOVER AND NOT given_DISCOVER MATCHES "^(files|cases|none)$")
        set(wrong "DISCOVER is files, cases or none, not ${given_DISCOVER}")
    elseif(DEFINED given_TIMEOUT AND NOT given_TIMEOUT MATCHES "^[0-9]*[.]?[0-9]+$")
        set(wrong "TIMEOUT is a number of seconds, not ${given_TIMEOUT}")
    endif()
    if(NOT wrong STREQUAL "")
        message(FATAL_ERROR "ntsrm_add_scenarios(${name}): ${wrong}")
    endif()
endmacro()

# Those of a folder that hold scenarios: one without a line "scenario:" holds fixtures for others.
function(_ntsrm_scenario_files name folder result)
    if(NOT IS_DIRECTORY ${folder})
        message(FATAL_ERROR "ntsrm_add_scenarios(${name}): ${folder} is no folder")
    endif()
    file(GLOB_RECURSE files RELATIVE ${folder} CONFIGURE_DEPENDS ${folder}/*.yaml ${folder}/*.yml)
    set(found)
    foreach(file IN LISTS files)
        file(STRINGS ${folder}/${file} begins REGEX "^scenario:" LIMIT_COUNT 1)
        if(NOT begins STREQUAL "")
            list(APPEND found ${file})
        endif()
    endforeach()
    if(NOT found)
        message(FATAL_ERROR "ntsrm_add_scenarios(${name}): there is no scenario in ${folder}")
    endif()
    set(${result} ${found} PARENT_SCOPE)
endfunction()

function(_ntsrm_named_files name folder result)
    foreach(file IN LISTS ARGN)
        get_filename_component(path ${file} ABSOLUTE BASE_DIR ${folder})
        if(NOT EXISTS ${path} OR IS_DIRECTORY ${path})
            message(FATAL_ERROR "ntsrm_add_scenarios(${name}): ${path} is no file")
        endif()
    endforeach()
    set(${result} ${ARGN} PARENT_SCOPE)
endfunction()

function(ntsrm_add_scenarios name)
    cmake_parse_arguments(PARSE_ARGV 1 given "" "DIR;FILTER;ROOT;DISCOVER;TIMEOUT"
                          "FILES;PROFILE;LABELS;OPTIONS")
    _ntsrm_check_arguments()
    get_filename_component(folder "${given_DIR}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    if(DEFINED given_FILES)
        _ntsrm_named_files("${name}" ${folder} files ${given_FILES})
    else()
        _ntsrm_scenario_files("${name}" ${folder} files)
    endif()
    get_filename_component(root "${given_ROOT}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    if(NOT DEFINED given_ROOT)
        set(root ${folder})
    endif()
    if(NOT DEFINED given_LABELS)
        set(given_LABELS ntsrm)
    endif()
    string(REPLACE ";" "\\;" labels "${given_LABELS}")
    set(properties LABELS "${labels}")
    if(DEFINED given_TIMEOUT)
        list(APPEND properties TIMEOUT ${given_TIMEOUT})
    endif()

    _ntsrm_program(program)
    set(arguments --root=${root})
    if(DEFINED given_FILTER)
        string(REPLACE ";" "\\;" filter "${given_FILTER}")
        list(APPEND arguments "--filter=${filter}")
    endif()
    foreach(profile IN LISTS given_PROFILE)
        list(APPEND arguments --profile=${profile})
    endforeach()
    list(APPEND arguments ${given_OPTIONS})

    if(given_DISCOVER STREQUAL "cases")
        _ntsrm_discover_cases()
    elseif(NOT given_DISCOVER STREQUAL "none")
        foreach(file IN LISTS files)
            _ntsrm_add_test(${name}/${file} ${file})
        endforeach()
    elseif(DEFINED given_FILES)
        _ntsrm_add_test(${name} ${files})
    else()
        _ntsrm_add_test(${name} .)
    endif()
endfunction()
