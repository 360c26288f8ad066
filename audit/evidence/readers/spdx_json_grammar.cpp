// SPDX-License-Identifier: Apache-2.0
//
// What an SPDX document in JSON may hold, versions 2.2 and 2.3, in the notation of grammar.hpp.
#include "audit/evidence/readers/sbom_grammars.hpp"

namespace assay::evidence {

std::string_view spdx_json_grammar() {
  return R"(
document = {SPDXID! revieweds:[{reviewer comment reviewDate!}] hasExtractedLicensingInfos:[{seeAlsos:[text] name
  comment crossRefs:[{isWayBackLink:boolean match timestamp order:integer url! isLive:boolean isValid:boolean}]
  licenseId! extractedText!}] name! comment spdxVersion! annotations:[annotation] dataLicense!
  externalDocumentRefs:[{externalDocumentId! checksum!:checksum spdxDocument!}] creationInfo!:{comment created!
  creators@-2:[text]1 creators!@3:[text]1 licenseListVersion} documentNamespace documentDescribes:[text]
  packages:[package] files:[file] snippets:[snippet] relationships:[relationship]}
annotation = {annotationDate! comment! annotator! annotationType!:(OTHER REVIEW)}
checksum = {algorithm!:(SHA256 SHA1 SHA384 MD2 MD4 SHA512 MD6 MD5 SHA224 BLAKE3@3 SHA3-384@3 BLAKE2b-512@3
  BLAKE2b-256@3 SHA3-512@3 ADLER32@3 SHA3-256@3 BLAKE2b-384@3) checksumValue!}
package = {SPDXID! attributionTexts:[text] annotations:[annotation] supplier homepage licenseDeclared!@-2
  licenseDeclared@3 packageVerificationCode:{packageVerificationCodeValue!
  packageVerificationCodeExcludedFiles:[text]} checksums:[checksum] downloadLocation! filesAnalyzed:boolean
  externalRefs:[{comment referenceCategory!:(OTHER SECURITY PACKAGE_MANAGER@-2 PERSISTENT-ID@3 PACKAGE-MANAGER@3)
  referenceLocator! referenceType!}] licenseComments name! hasFiles:[text] comment copyrightText!@-2 copyrightText@3
  summary originator packageFileName licenseInfoFromFiles:[text] licenseConcluded!@-2 licenseConcluded@3 versionInfo
  sourceInfo description builtDate@3 primaryPackagePurpose@3:(OTHER INSTALL ARCHIVE FIRMWARE APPLICATION FRAMEWORK
  LIBRARY CONTAINER SOURCE DEVICE OPERATING_SYSTEM FILE) releaseDate@3 validUntilDate@3}
file = {SPDXID! fileTypes:[(OTHER DOCUMENTATION IMAGE VIDEO ARCHIVE SPDX APPLICATION SOURCE BINARY TEXT AUDIO)]
  attributionTexts:[text] annotations:[annotation] checksums@-2:[checksum]1 checksums!@3:[checksum]1 noticeText
  artifactOfs:[object] licenseComments fileName! comment copyrightText!@-2 copyrightText@3 fileContributors:[text]
  licenseInfoInFiles@-2:[text]1 licenseInfoInFiles@3:[text] licenseConcluded!@-2 licenseConcluded@3
  fileDependencies:[text]}
pointer = {reference! offset:integer lineNumber:integer}
range = {startPointer!:pointer endPointer!:pointer}
snippet = {SPDXID! ranges@-2:[range]1 ranges!@3:[range]1 licenseComments attributionTexts:[text] name!
  snippetFromFile! comment copyrightText!@-2 copyrightText@3 licenseInfoInSnippets:[text] annotations:[annotation]
  licenseConcluded!@-2 licenseConcluded@3}
relationship = {spdxElementId! comment relationshipType!:(VARIANT_OF COPY_OF PATCH_FOR TEST_DEPENDENCY_OF
  CONTAINED_BY DATA_FILE_OF OPTIONAL_COMPONENT_OF ANCESTOR_OF GENERATES CONTAINS OPTIONAL_DEPENDENCY_OF FILE_ADDED
  DEV_DEPENDENCY_OF DEPENDENCY_OF BUILD_DEPENDENCY_OF DESCRIBES PREREQUISITE_FOR HAS_PREREQUISITE
  PROVIDED_DEPENDENCY_OF DYNAMIC_LINK DESCRIBED_BY METAFILE_OF DEPENDENCY_MANIFEST_OF PATCH_APPLIED
  RUNTIME_DEPENDENCY_OF TEST_OF TEST_TOOL_OF DEPENDS_ON FILE_MODIFIED DISTRIBUTION_ARTIFACT DOCUMENTATION_OF
  GENERATED_FROM STATIC_LINK OTHER BUILD_TOOL_OF TEST_CASE_OF PACKAGE_OF DESCENDANT_OF FILE_DELETED
  EXPANDED_FROM_ARCHIVE DEV_TOOL_OF EXAMPLE_OF REQUIREMENT_DESCRIPTION_FOR@3 SPECIFICATION_FOR@3 AMENDS@3)
  relatedSpdxElement!}
)";
}

} // namespace assay::evidence
