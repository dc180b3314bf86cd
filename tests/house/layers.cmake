# Includes go only to the left. The rooms of the house, in order; a file may include from its own
# room and from those before it. The files that lie directly in sim/ are free to all (world.h and
# the tables), except that world.c stands to the right of everything in sim/.
#   cmake -DROOT=<project> -P layers.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

set(rooms
    sim/ex sim/rtl sim/ob sim/se sim/ps sim/client sim/ipc sim/nt sim/win32 sim
    tools/scenario tools/ntsrm)

# Where an include written with quotes leads: a path below ROOT, or "" if nowhere.
function(resolve_include file included result)
    get_filename_component(folder "${file}" DIRECTORY)
    foreach(candidate ${folder}/${included} sim/${included} tools/${included}
                      include/${included} include/ntsrm/${included})
        if(EXISTS "${ROOT}/${candidate}")
            set(${result} ${candidate} PARENT_SCOPE)
            return()
        endif()
    endforeach()
    set(${result} "" PARENT_SCOPE)
endfunction()

# The position of a file's room in the order.
function(room_of file result)
    string(REGEX MATCH "^(sim/[^/]+/|sim/|tools/[^/]+/)" room "${file}")
    string(REGEX REPLACE "/$" "" room "${room}")
    list(FIND rooms "${room}" position)
    set(${result} ${position} PARENT_SCOPE)
endfunction()

function(check_include file number included)
    set(where "${file}:${number}")
    resolve_include("${file}" "${included}" target)
    if(target STREQUAL "")
        finding(${where} "\"${included}\" is not in this project; write it <${included}>")
        return()
    endif()
    if(target MATCHES "^include/" OR target MATCHES "^sim/(rules/)?[^/]+\\.(h|def)$")
        return()
    endif()
    if(file MATCHES "^sim/" AND NOT EXISTS "${ROOT}/sim/${included}")
        finding(${where} "write \"${included}\" as a path below sim/: ${target}")
    endif()
    room_of("${file}" from)
    room_of("${target}" to)
    if(to EQUAL -1)
        finding(${where} "${target} stands in no known room")
    elseif(to GREATER from)
        list(GET rooms ${from} from)
        list(GET rooms ${to} to)
        finding(${where} "${from} must not include ${target}: ${to} stands to the right of it")
    endif()
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT}
     ${ROOT}/sim/*.[ch] ${ROOT}/sim/*.def ${ROOT}/tools/*.[ch] ${ROOT}/tools/*.def)
list(FILTER files EXCLUDE REGEX "^sim/rules/") # parts of rules.def, which include nothing
foreach(file IN LISTS files)
    room_of("${file}" room)
    if(room EQUAL -1)
        finding("${file}:1" "the folder has no place in the order of tests/house/layers.cmake")
        continue()
    endif()
    read_lines("${ROOT}/${file}" lines)
    set(number 0)
    foreach(line IN LISTS lines)
        math(EXPR number "${number} + 1")
        if(line MATCHES "^ *# *include *\"([^\"]+)\"")
            check_include("${file}" ${number} "${CMAKE_MATCH_1}")
        endif()
    endforeach()
endforeach()
finish()
