# What is installed. Three components, which packages are made of: runtime (the shared library),
# development (headers, pkg-config, libntsrm(3)), program (with manual pages, completions, documents
# and the corpus). A static library belongs to development; the CMake package, which has a part for
# each of both, to the program if there is one.

include(CMakePackageConfigHelpers)

option(NTSRM_INSTALL "Install ntsrm" ${PROJECT_IS_TOP_LEVEL})
set(NTSRM_ZSH_FOLDER share/zsh/site-functions CACHE STRING "Where zsh finds completions")
mark_as_advanced(NTSRM_ZSH_FOLDER)
# What is instrumented can only be linked, or started, by who knows how.
if(NOT NTSRM_INSTALL OR NOT TARGET libntsrm OR NTSRM_SANITIZE OR NTSRM_COVERAGE)
    return()
endif()

set(ntsrm_scenarios_folder ${CMAKE_INSTALL_DATADIR}/ntsrm/scenarios)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/ntsrm)
set(package_component development)
if(TARGET ntsrm)
    set(package_component program)
endif()

# --- the library --------------------------------------------------------------------------------

install(TARGETS libntsrm EXPORT ntsrm
        RUNTIME COMPONENT runtime
        LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
        ARCHIVE COMPONENT development)
install(FILES ${public_headers} ${generated_headers}
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ntsrm COMPONENT development)
install(EXPORT ntsrm NAMESPACE ntsrm:: FILE ntsrmLibrary.cmake
        DESTINATION ${package_folder} COMPONENT development)

# In a folder of their own: with <build>/bin in PATH find_package looks into <build>, too, where the
# package is not whole.
set(package_made ${PROJECT_BINARY_DIR}/package)
configure_package_config_file(
    ${PROJECT_SOURCE_DIR}/tools/cmake/ntsrmConfig.cmake.in ${package_made}/ntsrmConfig.cmake
    INSTALL_DESTINATION ${package_folder} PATH_VARS ntsrm_scenarios_folder)
write_basic_package_version_file(${package_made}/ntsrmConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${package_made}/ntsrmConfig.cmake ${package_made}/ntsrmConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/tools/cmake/NtsrmScenarios.cmake
              ${PROJECT_SOURCE_DIR}/tools/cmake/NtsrmCases.cmake
        DESTINATION ${package_folder} COMPONENT ${package_component})

# The prefix is found from where the file stands, so that an installed tree can be moved.
file(RELATIVE_PATH up ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" up "${up}")
configure_file(${PROJECT_SOURCE_DIR}/tools/cmake/ntsrm.pc.in ${PROJECT_BINARY_DIR}/ntsrm.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/ntsrm.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

# --- what is made for installing ----------------------------------------------------------------

set(made ${PROJECT_BINARY_DIR}/made)
file(MAKE_DIRECTORY ${made})

set(page_script ${PROJECT_SOURCE_DIR}/tools/cmake/libntsrm.3.cmake)
add_custom_command(
    OUTPUT ${made}/libntsrm.3
    COMMAND ${CMAKE_COMMAND} -DHEADERS=${PROJECT_SOURCE_DIR}/include/ntsrm
            -DVERSION=${PROJECT_VERSION} -DDATE=${ntsrm_date} -DOUTPUT=${made}/libntsrm.3
            -P ${page_script}
    DEPENDS ${page_script} ${public_headers} VERBATIM)
set(made_files ${made}/libntsrm.3)
install(FILES ${made}/libntsrm.3
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man3 COMPONENT development)

# Has the program write a file, which is installed under a name that others expect.
function(install_what_it_prints file folder name)
    add_custom_command(OUTPUT ${made}/${file} COMMAND ntsrm ${ARGN} > ${made}/${file}
                       DEPENDS ntsrm VERBATIM)
    set(made_files ${made_files} ${made}/${file} PARENT_SCOPE)
    install(FILES ${made}/${file} DESTINATION ${folder} RENAME ${name} COMPONENT program)
endfunction()

# A cross build without an emulator can't run its program, and does without what it would print.
if(TARGET ntsrm AND (NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR))
    install_what_it_prints(ntsrm.1 ${CMAKE_INSTALL_MANDIR}/man1 ntsrm.1 man 1)
    install_what_it_prints(ntsrm-scenario.5 ${CMAKE_INSTALL_MANDIR}/man5 ntsrm-scenario.5 man 5)
    install_what_it_prints(ntsrm.bash ${CMAKE_INSTALL_DATADIR}/bash-completion/completions ntsrm
                           completions bash)
    install_what_it_prints(ntsrm.zsh ${NTSRM_ZSH_FOLDER} _ntsrm completions zsh)
    install_what_it_prints(ntsrm.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d ntsrm.fish
                           completions fish)
endif()
add_custom_target(ntsrm-made ALL DEPENDS ${made_files})

# --- the program --------------------------------------------------------------------------------

if(TARGET ntsrm)
    install(TARGETS ntsrm EXPORT ntsrm-program RUNTIME COMPONENT program)
    install(EXPORT ntsrm-program NAMESPACE ntsrm:: FILE ntsrmProgram.cmake
            DESTINATION ${package_folder} COMPONENT program)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/ DESTINATION ${ntsrm_scenarios_folder}
            COMPONENT program)
    install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
                  ${PROJECT_SOURCE_DIR}/LICENSE
            DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR}
            COMPONENT program)
endif()
