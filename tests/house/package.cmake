# Makes the Debian packages of this build, unpacks them, and builds the program of tests/consumer
# with what was in them; with lintian, where that is installed.
#   cmake -DROOT=<project> -DBUILD=<its build> -DVERSION=... -DC_COMPILER=... -P package.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/commands.cmake)

set(work ${BUILD}/tests/package)
set(root ${work}/root)
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${root})

run(${CMAKE_CPACK_COMMAND} --config ${BUILD}/CPackConfig.cmake -B ${work})
file(GLOB packages ${work}/*.deb)
set(names "")
foreach(package IN LISTS packages)
    run(dpkg-deb --field ${package} Package Version)
    string(REGEX REPLACE "Package: ([^\n]*)\nVersion: ([^\n]*)\n" "\\1 \\2" name "${output}")
    list(APPEND names "${name}")
    run(dpkg-deb --extract ${package} ${root})
endforeach()
list(SORT names)
if(NOT names STREQUAL "libntsrm-dev ${VERSION};ntsrm ${VERSION}")
    finding(cpack "makes ${names}")
endif()

# --- what is in them --------------------------------------------------------------------------

foreach(file
    bin/ntsrm include/ntsrm/srm.h include/ntsrm/Windows.h lib/libntsrm.a
    share/man/man1/ntsrm.1.gz share/man/man5/ntsrm-scenario.5.gz share/man/man3/libntsrm.3.gz
    share/bash-completion/completions/ntsrm share/zsh/vendor-completions/_ntsrm
    share/fish/vendor_completions.d/ntsrm.fish share/doc/ntsrm/README.md
    share/doc/ntsrm/copyright share/doc/ntsrm/changelog.gz share/doc/libntsrm-dev/copyright
    share/ntsrm/scenarios/fixtures/gate.yaml)
    if(NOT EXISTS ${root}/usr/${file})
        finding("/usr/${file}" "is in no package")
    endif()
endforeach()
set(program ${root}/usr/bin/ntsrm)
run(${program} --version)
run(${program} run ${root}/usr/share/ntsrm/scenarios/ImpersonateSelf)

run(${CMAKE_COMMAND} -S ${ROOT}/tests/consumer -B ${work}/consumer
    -DCMAKE_C_COMPILER=${C_COMPILER} -DCMAKE_PREFIX_PATH=${root}/usr)
run(${CMAKE_COMMAND} --build ${work}/consumer)
run(${work}/consumer/consumer)

# --- what Debian says of them -----------------------------------------------------------------

# What concerns uploads to Debian itself, and libraries for several architectures at once, is left out.
string(CONCAT not_ours "initial-upload-closes-no-bugs,bogus-mail-host,"
       "pkg-config-unavailable-for-cross-compilation")
find_program(LINTIAN lintian)
if(LINTIAN)
    execute_process(COMMAND ${LINTIAN} --allow-root --fail-on error --tag-display-limit 0
                            --suppress-tags ${not_ours} ${packages}
                    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        finding(lintian "${output}")
    endif()
else()
    message("lintian is not installed")
endif()
finish()
