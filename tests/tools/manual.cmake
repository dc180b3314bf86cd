# The manual pages have no mistakes that groff or mandoc would tell, if they are here.
#   cmake -DPROGRAM=<ntsrm> -DROOT=<project> -DVERSION=... -DDATE=... -DWORK=<folder> -P manual.cmake

include(${CMAKE_CURRENT_LIST_DIR}/../house/findings.cmake)
find_program(MANDOC mandoc)
find_program(GROFF groff)
file(MAKE_DIRECTORY ${WORK})

foreach(section 1 5)
    execute_process(COMMAND ${PROGRAM} man ${section} OUTPUT_FILE ${WORK}/page.${section}
                    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} -DHEADERS=${ROOT}/include/ntsrm -DVERSION=${VERSION}
                        -DDATE=${DATE} -DOUTPUT=${WORK}/page.3 -P ${ROOT}/tools/cmake/libntsrm.3.cmake
                COMMAND_ERROR_IS_FATAL ANY)

function(check_page section)
    execute_process(COMMAND ${ARGN} ${WORK}/page.${section} RESULT_VARIABLE status
                    OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(status OR NOT output STREQUAL "")
        finding("page ${section}" "${output}")
    endif()
endfunction()

foreach(section 1 3 5)
    if(MANDOC)
        check_page(${section} ${MANDOC} -T lint)
    endif()
    if(GROFF)
        check_page(${section} ${GROFF} -man -ww -z -T utf8)
    endif()
endforeach()
if(NOT MANDOC AND NOT GROFF)
    message("skipped: neither mandoc nor groff is here")
endif()

# Every function that a header declares in a line of its own is named.
file(READ ${WORK}/page.3 page)
foreach(name srm_world_new srm_trace_line SeCreateClientSecurity NtAccessCheck GetLastError
             RpcImpersonateClient ImpersonateNamedPipeClient NtAlpcConnectPort)
    if(NOT page MATCHES "[ \n]${name}[,\n]")
        finding("page 3" "no ${name}")
    endif()
endforeach()
finish()
