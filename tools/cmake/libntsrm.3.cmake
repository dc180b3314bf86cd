# Makes libntsrm(3) from the public headers: of each what its head says first, and its functions.
# Needs no program of the build, so that cross builds have the page, too.
#   cmake -DHEADERS=<folder> -DVERSION=... -DDATE=... -DOUTPUT=<file> -P libntsrm.3.cmake

cmake_minimum_required(VERSION 3.22)

string(ASCII 1 semicolon)
string(ASCII 2 bracket_open)
string(ASCII 3 bracket_close)

# Words as man(7) takes them, wrapped.
function(roff text result)
    string(REGEX REPLACE "[ \n]+" " " text "${text}")
    string(STRIP "${text}" text)
    string(REPLACE "\\" "\\e" text "${text}")
    string(REPLACE "-" "\\-" text "${text}")
    string(REPLACE "'" "\\(aq" text "${text}")
    string(REPLACE "`" "\\(ga" text "${text}")
    string(REPLACE "~" "\\(ti" text "${text}")
    string(REPLACE "^" "\\(ha" text "${text}")
    string(REPLACE " " ";" words "${text}")
    set(line "")
    set(lines "")
    foreach(word IN LISTS words)
        string(LENGTH "${line} ${word}" length)
        if(length GREATER 76)
            string(APPEND lines "${line}\n")
            set(line "")
        endif()
        if(line STREQUAL "")
            set(line "${word}")
            if(line MATCHES "^\\.")
                string(PREPEND line "\\&")
            endif()
        else()
            string(APPEND line " ${word}")
        endif()
    endforeach()
    set(${result} "${lines}${line}\n" PARENT_SCOPE)
endfunction()

# The first paragraph of a header's head, and the names of what it declares as functions.
function(read_header file head functions)
    file(READ ${file} text)
    # What means something in lists; the page gets it back at the end.
    string(REPLACE ";" "${semicolon}" plain "${text}")
    string(REPLACE "[" "${bracket_open}" plain "${plain}")
    string(REPLACE "]" "${bracket_close}" plain "${plain}")
    string(REGEX MATCH "^/\\*([^*]|\\*[^/])*\\*/" comment "${plain}")
    string(REGEX REPLACE "\n \\*\n.*" "" first "${comment}")
    string(REGEX REPLACE "^/\\*|\\*/$" "" first "${first}")
    string(REGEX REPLACE "\n \\*? ?" " " first "${first}")
    set(${head} "${first}" PARENT_SCOPE)
    string(REGEX REPLACE "/\\*([^*]|\\*[^/])*\\*/" "" plain "${plain}")
    string(REGEX MATCHALL "\n[A-Za-z_][A-Za-z0-9_ *]*[ *][A-Za-z_][A-Za-z0-9_]*\\("
                          declarations "${plain}")
    set(names)
    foreach(declaration IN LISTS declarations)
        if(NOT declaration MATCHES "typedef|static|#define")
            string(REGEX MATCH "([A-Za-z0-9_]+)\\($" name "${declaration}")
            list(APPEND names ${CMAKE_MATCH_1})
        endif()
    endforeach()
    list(JOIN names ", " names)
    set(${functions} "${names}" PARENT_SCOPE)
endfunction()

set(page ".\\\" Made from the public headers.
.TH LIBNTSRM 3 ${DATE} \"ntsrm ${VERSION}\" \"ntsrm manual\"
.nh
.ad l
.SH NAME
libntsrm \\- the Windows NT security reference monitor as a C library
.SH SYNOPSIS
.nf
.B #include <ntifs.h>     /* for drivers: Se*, Ps*, Ob*, Rtl*, Nt*, Zw* */
.B #include <windows.h>   /* for programs */
.B #include <srm.h>       /* worlds, and who runs in them */
.PP
.B cc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs ntsrm)
.fi
.SH DESCRIPTION
")
foreach(paragraph
    "The library answers NT's calls about tokens, impersonation, access and security descriptors, under their documented names and with their documented parameters. It makes no system calls for them: it models a system, a world, with processes, threads, tokens and objects."
    "A program makes a world with srm_world_new, makes tokens, processes and threads in it, becomes one of the threads with srm_run_as, and calls. srm_world_delete takes the world down and says what was not given back. Worlds are independent. Each may be used by one host thread at a time."
    "Calls answer with NT's statuses, or return FALSE and set the last error of the simulated thread. What NT has and the library has not answers STATUS_NOT_IMPLEMENTED, and srm_world_not_modelled says what it was. WCHAR is the host's wchar_t.")
    roff("${paragraph}" words)
    string(APPEND page "${separator}${words}")
    set(separator ".PP\n")
endforeach()

string(APPEND page ".SH HEADERS\n")
file(GLOB headers RELATIVE ${HEADERS} ${HEADERS}/*.h)
list(REMOVE_ITEM headers srm.h Windows.h Ntifs.h)
list(PREPEND headers srm.h)
foreach(header IN LISTS headers)
    read_header(${HEADERS}/${header} head functions)
    roff("${head}" head)
    string(APPEND page ".TP\n.B ${header}\n${head}")
    if(NOT functions STREQUAL "")
        roff("${functions}" functions)
        string(APPEND page ".IP\n${functions}")
    endif()
endforeach()

string(APPEND page ".SH EXAMPLE
.EX
#include <ntifs.h>
#include <srm.h>

NTSTATUS act_for(PETHREAD client)
{
    SECURITY_QUALITY_OF_SERVICE qos = {
        sizeof qos, SecurityImpersonation, SECURITY_STATIC_TRACKING, FALSE}\;
    SECURITY_CLIENT_CONTEXT context\;
    NTSTATUS status = SeCreateClientSecurity(client, &qos, FALSE, &context)\;

    if (!NT_SUCCESS(status))
        return status\;
    status = SeImpersonateClientEx(&context, NULL)\;
    if (NT_SUCCESS(status))
        SeStopImpersonatingClient()\;
    SeDeleteClientSecurity(&context)\;
    return status\;
}
.EE
.SH SEE ALSO
.BR ntsrm (1),
.BR ntsrm\\-scenario (5)
")
string(REPLACE "\\;" ";" page "${page}")
string(REPLACE "${semicolon}" ";" page "${page}")
string(REPLACE "${bracket_open}" "[" page "${page}")
string(REPLACE "${bracket_close}" "]" page "${page}")
file(WRITE ${OUTPUT} "${page}")
