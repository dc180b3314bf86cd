# The default of every contested point is shown by a scenario that does not name it under policy:
# with the other answer as the default the suite fails.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -P contested_shown.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/switches.cmake)

foreach(line IN LISTS switches)
    string(REGEX MATCH "^switch +([a-z0-9-]+): ([a-z0-9-]+), or ([a-z0-9-]+), ([a-z0-9-]+) if nobody"
           line "${line}")
    set(name ${CMAKE_MATCH_1})
    set(other ${CMAKE_MATCH_2})
    if(other STREQUAL CMAKE_MATCH_4)
        set(other ${CMAKE_MATCH_3})
    endif()
    execute_process(COMMAND ${PROGRAM} run --fail-fast --policy ${name}=${other} scenarios
                    WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE exit OUTPUT_QUIET
                    ERROR_VARIABLE error)
    if(NOT exit EQUAL 1)
        finding(scenarios "with ${name}=${other} exit code ${exit} instead of 1\n${error}")
    endif()
endforeach()
finish()
