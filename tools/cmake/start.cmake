# How a program is linked so that it starts fast. Most of what a start costs is that pages of the
# program come: up to sixteen at a time, and each time as long as ten thousand instructions take.
#   ntsrm_starts_fast(<target>)

include(CheckLinkerFlag)
include(CheckPIESupported)

# The functions that runs call, those of most runs first, lie side by side: seven pieces of memory
# instead of sixteen. A name that no function has any more does no harm.
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/start-order.txt start_order REGEX "^[^#]")
list(TRANSFORM start_order REPLACE "(.+)" "        *(.text.\\1 .text.\\1.*)")
list(JOIN start_order "\n" start_order)
set(start_script ${PROJECT_BINARY_DIR}/start.ld)
file(CONFIGURE OUTPUT ${start_script} @ONLY CONTENT
"SECTIONS
{
    .text.start :
    {
        *crt1.o(.text) *crtbegin*.o(.text) *(.text.startup .text.startup.*)
@start_order@
    }
}
INSERT BEFORE .text;
")

function(ntsrm_starts_fast target)
    if(NTSRM_SANITIZE)
        return()
    endif()
    # Its tables are full of pointers: 14,000 that the loader would write at each start, if the
    # program could lie anywhere, into a hundred pages that most runs never read.
    check_pie_supported(LANGUAGES C)
    if(CMAKE_C_LINK_NO_PIE_SUPPORTED)
        target_link_options(${target} PRIVATE ${CMAKE_C_LINK_OPTIONS_NO_PIE} -fno-pie)
    endif()
    # Code and constants as one piece instead of three.
    check_linker_flag(C LINKER:-z,noseparate-code NTSRM_JOINS_CODE)
    if(NTSRM_JOINS_CODE)
        target_link_options(${target} PRIVATE LINKER:-z,noseparate-code)
    endif()
    check_linker_flag(C LINKER:-T,${start_script} NTSRM_ORDERS_CODE)
    if(NTSRM_ORDERS_CODE AND CMAKE_INTERPROCEDURAL_OPTIMIZATION)
        target_link_options(${target} PRIVATE -ffunction-sections LINKER:-T,${start_script})
        set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${start_script})
    endif()
    # What a linker writes here and there Linux keeps in memory in single pages; a file that is
    # written in one piece it keeps in large ones, which come at once. The copy is made first for the
    # permissions, which dd does not give.
    find_program(NTSRM_DD dd)
    mark_as_advanced(NTSRM_DD)
    if(NTSRM_DD AND CMAKE_HOST_SYSTEM_NAME STREQUAL Linux AND CMAKE_INTERPROCEDURAL_OPTIMIZATION)
        set(file $<TARGET_FILE:${target}>)
        add_custom_command(TARGET ${target} POST_BUILD VERBATIM
                           COMMAND ${CMAKE_COMMAND} -E copy ${file} ${file}.written
                           COMMAND ${NTSRM_DD} if=${file} of=${file}.written bs=16777216
                                   status=none
                           COMMAND ${CMAKE_COMMAND} -E rename ${file}.written ${file})
    endif()
endfunction()
