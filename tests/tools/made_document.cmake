# A document is what the program makes of a table.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DTABLE=rules -P made_document.cmake

execute_process(COMMAND ${PROGRAM} ${TABLE} --markdown RESULT_VARIABLE exit OUTPUT_VARIABLE made)
set(written "")
if(EXISTS ${ROOT}/docs/${TABLE}.md)
    file(READ ${ROOT}/docs/${TABLE}.md written)
endif()
if(NOT exit EQUAL 0 OR NOT "${made}" STREQUAL "${written}")
    message(FATAL_ERROR "docs/${TABLE}.md is out of date; make it anew: "
                        "ntsrm ${TABLE} --markdown >docs/${TABLE}.md")
endif()
