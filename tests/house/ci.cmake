# Runs the steps of action.yml and the hooks for pre-commit (tests/ci/try.py). Says "skipped" and
# succeeds if no Python reads YAML.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DWORK=<scratch folder> -P ci.cmake

include(${CMAKE_CURRENT_LIST_DIR}/python.cmake)

find_python("yaml")
execute_process(COMMAND ${python} tests/ci/try.py ${PROGRAM} ${WORK} WORKING_DIRECTORY ${ROOT}
                RESULT_VARIABLE exit)
if(NOT exit EQUAL 0)
    message(FATAL_ERROR "action.yml, the hooks or docs/ci.md do not do what they are to do")
endif()
