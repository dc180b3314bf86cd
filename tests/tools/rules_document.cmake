# docs/rules.md is what the program makes of the rules.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -P rules_document.cmake

execute_process(COMMAND ${PROGRAM} rules --markdown RESULT_VARIABLE exit OUTPUT_VARIABLE made)
file(READ ${ROOT}/docs/rules.md written)
if(NOT exit EQUAL 0 OR NOT "${made}" STREQUAL "${written}")
    message(FATAL_ERROR
            "docs/rules.md is out of date; make it anew: ntsrm rules --markdown >docs/rules.md")
endif()
