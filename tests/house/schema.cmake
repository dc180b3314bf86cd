# Validates files against the schema that the program prints, with a validator that knows nothing of
# this project (Python's packages jsonschema and yaml). Says "skipped" and succeeds if there is none.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DWORK=<scratch folder> -DWHAT=right|wrong
#         -P schema.cmake
# right: all scenarios and examples, and scenarios that fail only when they run, are valid. wrong:
# each file of tests/schema/wrong has one mistake, and is not.

include(${CMAKE_CURRENT_LIST_DIR}/python.cmake)

find_python("jsonschema, yaml")
file(MAKE_DIRECTORY ${WORK})
set(schema ${WORK}/${WHAT}.schema.json)
execute_process(COMMAND ${PROGRAM} schema OUTPUT_FILE ${schema} RESULT_VARIABLE exit)
if(NOT exit EQUAL 0)
    message(FATAL_ERROR "ntsrm schema ends with exit code ${exit}")
endif()

if(WHAT STREQUAL "wrong")
    set(files --must-fail ${schema} tests/schema/wrong)
else()
    set(files ${schema} scenarios docs/examples tests/schema/right.yaml)
    file(GLOB_RECURSE others RELATIVE ${ROOT} ${ROOT}/tests/must_fail/*.yaml)
    foreach(file IN LISTS others)
        file(STRINGS ${ROOT}/${file} fails REGEX "^# exit: 1$" LIMIT_COUNT 1)
        if(fails)
            list(APPEND files ${file})
        endif()
    endforeach()
endif()
execute_process(COMMAND ${python} tests/schema/validate.py ${files} WORKING_DIRECTORY ${ROOT}
                RESULT_VARIABLE exit)
if(NOT exit EQUAL 0)
    message(FATAL_ERROR "These files and the schema do not agree")
endif()
