# Installs this build into an empty prefix, moves that, and builds the program of tests/consumer
# against what was installed: with find_package, with pkg-config, and each is run. So are the programs
# of docs/c-api.md: each block with a main must end well and print first what the line that follows it
# and begins with "It prints" says.
#   cmake -DROOT=<project> -DBUILD=<its build> -DLIBDIR=<lib> -DC_COMPILER=... -P consumer.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/commands.cmake)

set(work ${BUILD}/tests/consumer)
set(prefix ${work}/prefix)
set(source ${ROOT}/tests/consumer)
file(REMOVE_RECURSE ${work})

# What is installed can be moved.
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/elsewhere)
file(RENAME ${work}/elsewhere ${prefix})

run(${CMAKE_COMMAND} -S ${source} -B ${work}/cmake -DCMAKE_C_COMPILER=${C_COMPILER}
    -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${work}/cmake)
run(${work}/cmake/consumer)

# Nor does a build whose program stands in PATH get in the way of what is installed.
set(path "$ENV{PATH}")
set(ENV{PATH} "${BUILD}/bin:${prefix}/bin:${path}")
run(${CMAKE_COMMAND} -S ${source} -B ${work}/by-path -DCMAKE_C_COMPILER=${C_COMPILER})
set(ENV{PATH} "${path}")

set(ENV{PKG_CONFIG_PATH} ${prefix}/${LIBDIR}/pkgconfig)
run(pkg-config --cflags --libs ntsrm)
separate_arguments(flags UNIX_COMMAND "${output}")
file(GLOB sources ${source}/*.c)
run(${C_COMPILER} -std=c11 -Wno-format -o ${work}/by-pkg-config ${sources} ${flags}
    -Wl,-rpath,${prefix}/${LIBDIR})
run(${work}/by-pkg-config)

# Builds one program of the document, runs it, and leaves what it printed in `output`.
function(run_program where text)
    file(WRITE ${work}/program.c "${text}")
    execute_process(COMMAND ${C_COMPILER} -std=c11 -Wall -Wextra -Werror -Wno-format
                            -o ${work}/program ${work}/program.c ${flags} -Wl,-rpath,${prefix}/${LIBDIR}
                    RESULT_VARIABLE status ERROR_VARIABLE output)
    if(status EQUAL 0)
        execute_process(COMMAND ${work}/program RESULT_VARIABLE status OUTPUT_VARIABLE output)
    endif()
    if(NOT status EQUAL 0)
        finding("${where}" "this program ends with ${status}\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

set(number 0)
set(begin 0)
set(output "")
read_lines(${ROOT}/docs/c-api.md lines)
foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    plain_text("${line}" plain)
    if(line STREQUAL "```c")
        set(begin ${number})
        set(text "")
    elseif(begin AND line STREQUAL "```")
        if(text MATCHES "\nint main\\(")
            run_program("docs/c-api.md:${begin}" "${text}")
        endif()
        set(begin 0)
    elseif(begin)
        string(APPEND text "${plain}\n")
    elseif(plain MATCHES "^It prints `([^`]*)`")
        string(FIND "${output}\n" "${CMAKE_MATCH_1}" at)
        if(NOT at EQUAL 0)
            finding("docs/c-api.md:${number}" "the program above prints\n${output}")
        endif()
    endif()
endforeach()
finish()
