# Builds the project of tests/consumer/subdirectory, which brings the sources of ntsrm along, with a
# shared library: the program runs, and the library shows what the public headers declare and nothing
# else. Then installs it below a DESTDIR.
#   cmake -DROOT=<project> -DBUILD=<its build> -DVERSION=... -DC_COMPILER=...
#         -P consumer_subdirectory.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/commands.cmake)

set(work ${BUILD}/tests/consumer-subdirectory)
file(REMOVE_RECURSE ${work})

# Where a compiler cache is used, it is used here.
set(launcher)
if(LAUNCHER)
    set(launcher -DCMAKE_C_COMPILER_LAUNCHER=${LAUNCHER})
endif()
run(${CMAKE_COMMAND} -S ${ROOT}/tests/consumer/subdirectory -B ${work}/build
    -DNTSRM_SOURCE_DIR=${ROOT} -DCMAKE_C_COMPILER=${C_COMPILER} -DBUILD_SHARED_LIBS=ON
    -DNTSRM_INSTALL=ON -DCMAKE_BUILD_TYPE=Debug ${launcher})
run(${CMAKE_COMMAND} --build ${work}/build)
find_program(consumer consumer PATHS ${work}/build ${work}/build/bin NO_DEFAULT_PATH REQUIRED)
run(${consumer})

# --- what it exports --------------------------------------------------------------------------

# Names that stand in a header in front of a parenthesis or a semicolon.
file(GLOB headers ${ROOT}/include/ntsrm/*.h)
set(public "")
foreach(header IN LISTS headers)
    file(READ ${header} text)
    string(REGEX REPLACE "/\\*([^*]|\\*+[^*/])*\\*+/" "" text "${text}")
    string(REGEX MATCHALL "[A-Za-z_][A-Za-z0-9_]*[ \n]*[(;]" names "${text}")
    string(REGEX REPLACE "[ \n(]" "" names "${names}")
    list(APPEND public ${names})
endforeach()
list(REMOVE_DUPLICATES public)

file(GLOB_RECURSE library ${work}/build/libntsrm.so.${VERSION})
find_program(NM nm)
if(library AND NM)
    run(${NM} -D --defined-only ${library})
    string(REGEX MATCHALL "[0-9a-f]+ [A-Z] [^\n]+" symbols "${output}")
    set(count 0)
    foreach(symbol IN LISTS symbols)
        string(REGEX REPLACE ".* " "" symbol "${symbol}")
        math(EXPR count "${count} + 1")
        if(NOT symbol IN_LIST public)
            finding(libntsrm.so "exports ${symbol}, which no public header declares")
        endif()
    endforeach()
    foreach(symbol srm_world_new SeCreateClientSecurity AccessCheck)
        if(NOT output MATCHES " T ${symbol}\n")
            finding(libntsrm.so "does not export ${symbol}")
        endif()
    endforeach()
    message("${count} symbols are exported")
endif()

# --- below a DESTDIR --------------------------------------------------------------------------

set(ENV{DESTDIR} ${work}/stage)
run(${CMAKE_COMMAND} --install ${work}/build --prefix /opt/nt)
unset(ENV{DESTDIR})
file(GLOB_RECURSE files RELATIVE ${work}/stage ${work}/stage/*)
foreach(file include/ntsrm/srm.h include/ntsrm/ntifs.h pkgconfig/ntsrm.pc cmake/ntsrm/ntsrmConfig.cmake
             cmake/ntsrm/NtsrmScenarios.cmake man/man3/libntsrm.3 libntsrm.so libntsrm.so.0)
    if(NOT files MATCHES "opt/nt/[^;]*${file}(;|$)")
        finding(${file} "is not installed:\n${files}")
    endif()
endforeach()
list(FILTER files EXCLUDE REGEX "^opt/nt/")
if(files)
    finding(${work}/stage "has files outside of the prefix: ${files}")
endif()
finish()
