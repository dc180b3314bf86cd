# Installs this build into an empty prefix, and builds the program of tests/consumer against what
# was installed: with find_package, with pkg-config, and each is run.
#   cmake -DROOT=<project> -DBUILD=<its build> -DLIBDIR=<lib> -DC_COMPILER=... -P consumer.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)

set(work ${BUILD}/tests/consumer)
set(prefix ${work}/prefix)
set(source ${ROOT}/tests/consumer)
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status
                    OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})

run(${CMAKE_COMMAND} -S ${source} -B ${work}/cmake -DCMAKE_C_COMPILER=${C_COMPILER}
    -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${work}/cmake)
run(${work}/cmake/consumer)

set(ENV{PKG_CONFIG_PATH} ${prefix}/${LIBDIR}/pkgconfig)
run(pkg-config --cflags --libs ntsrm)
separate_arguments(flags UNIX_COMMAND "${output}")
file(GLOB sources ${source}/*.c)
run(${C_COMPILER} -std=c11 -Wno-format -o ${work}/by-pkg-config ${sources} ${flags}
    -Wl,-rpath,${prefix}/${LIBDIR})
run(${work}/by-pkg-config)
