# cpack makes packages for Debian and Ubuntu of the components of install.cmake: ntsrm, libntsrm-dev,
# and with BUILD_SHARED_LIBS libntsrm0.

if(NOT NTSRM_INSTALL OR NOT PROJECT_IS_TOP_LEVEL OR NOT TARGET libntsrm OR NTSRM_SANITIZE
   OR NTSRM_COVERAGE)
    return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ntsrm)
set(CPACK_PACKAGE_VENDOR ntsrm)
set(CPACK_PACKAGE_CONTACT "ntsrm maintainers <maintainers@ntsrm.invalid>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Windows NT security reference monitor for scenarios and programs")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/tools/cmake/debian.cmake)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(soname_package libntsrm${PROJECT_VERSION_MAJOR})
string(CONCAT about "It models tokens, impersonation, access checks and security descriptors\\n"
       "as NT documents them.")

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME ntsrm)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "Windows NT security reference monitor, for scenarios\\n${about} This package holds the program that runs\\nscenarios in YAML, and the corpus.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libntsrm-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "Windows NT security reference monitor, for programs\\n${about} This package holds the headers and the\\nlibrary that programs are linked with.")

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${soname_package})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "Windows NT security reference monitor, shared library\\n${about} This package holds the shared library.")

set(CPACK_COMPONENTS_ALL development)
set(needed)
if(TARGET ntsrm)
    list(APPEND CPACK_COMPONENTS_ALL program)
    list(APPEND needed "ntsrm (= ${PROJECT_VERSION})")
endif()
if(BUILD_SHARED_LIBS)
    list(APPEND CPACK_COMPONENTS_ALL runtime)
    list(APPEND needed "${soname_package} (= ${PROJECT_VERSION})")
endif()
list(JOIN needed ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS)

include(CPack)
