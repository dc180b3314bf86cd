# A header compiles alone, twice in one file, as C11 and as C++, with the warnings its users may
# have switched on.
#   cmake -DROOT=... -DHEADERS=<name>|internal -DINCLUDE=<dir|dir...> -DC_COMPILER=...
#         -DCXX_COMPILER=... -DWORK=<scratch folder> -P headers.cmake
# "internal" stands for all headers of sim/ and tools/, which are C only.

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

set(warnings
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef -Wcast-qual -Werror)
set(c_options
    -x c -std=c11 -Wstrict-prototypes -Wmissing-prototypes -Wc++-compat
    -D_POSIX_C_SOURCE=200809L)
set(cxx_options -x c++ -std=c++11)

string(REPLACE "|" ";" include_options "${INCLUDE}")
list(TRANSFORM include_options PREPEND "-I")

function(compile header language compiler)
    if(NOT compiler)
        return()
    endif()
    string(MAKE_C_IDENTIFIER "${header}_${language}" name)
    set(source ${WORK}/${name}.txt)
    file(WRITE ${source} "#include <${header}>\n#include <${header}>\nint ${name};\n")
    execute_process(
        COMMAND ${compiler} ${ARGN} ${warnings} ${include_options} -fsyntax-only ${source}
        RESULT_VARIABLE status ERROR_VARIABLE messages)
    if(NOT status EQUAL 0)
        finding("${header}" "does not compile alone as ${language}\n${messages}")
    endif()
endfunction()

if(HEADERS STREQUAL "internal")
    list(REMOVE_ITEM c_options -Wc++-compat)
    foreach(base sim tools)
        file(GLOB_RECURSE headers RELATIVE ${ROOT}/${base} ${ROOT}/${base}/*.h)
        foreach(header IN LISTS headers)
            compile(${header} C "${C_COMPILER}" ${c_options})
        endforeach()
    endforeach()
else()
    compile(${HEADERS} C "${C_COMPILER}" ${c_options})
    compile(${HEADERS} C++ "${CXX_COMPILER}" ${cxx_options})
endif()
finish()
