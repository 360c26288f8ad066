// SPDX-License-Identifier: Apache-2.0
//
// What a CycloneDX document in XML may hold, versions 1.2 to 1.7, in the notation of grammar.hpp.
#include "audit/evidence/readers/sbom_grammars.hpp"

namespace assay::evidence {

std::string_view cyclonedx_xml_grammar() {
  return R"(
bom = {.version@-4:integer .serialNumber:uuid-urn-or-braced .* .version@5:integer1- metadata?:metadata
  components?:components services?:services externalReferences?:externalReferences dependencies?:dependencies
  compositions@3?:{.* (composition:{.bom-ref@5:refType (aggregate:(complete incomplete incomplete_first_party_only
  incomplete_third_party_only unknown not_specified incomplete_first_party_proprietary_only@5
  incomplete_first_party_opensource_only@5 incomplete_third_party_proprietary_only@5
  incomplete_third_party_opensource_only@5) assemblies?:{(assembly:bomReference ~)*}
  dependencies?:{(dependency:bomReference ~)*} vulnerabilities@5?:{(vulnerability:bomReference ~)*})*} ~)*}
  properties@3?:properties vulnerabilities@4?:{.* (vulnerability:vulnerability ~)*} annotations@5?:{.*
  (annotation:{.bom-ref:refType .* subjects?:{(subject:bomReference ~)*}
  annotator:{(organization?:organizationalEntity | individual?:organizationalContact | component?:component |
  service?:service)} timestamp:xml-date-time text ~} ~)*} formulation@5?:{.* (formula:{.bom-ref:refType .*
  components?:components services?:services workflows?:{.* workflow*:workflow ~} properties?:properties} ~)*}
  declarations@6?:declarations definitions@6?:{standards?:{.* (standard:standard ~)*} patents@7?:{(patent:patent |
  patentFamily:{.bom-ref:refType .~ familyId priorityApplication?:priorityApplication members?:{ref+:refType}
  externalReferences?:externalReferences})*}} citations@7?:{citation+:{.bom-ref:refType .~ (pointers:{pointer+} |
  expressions:{expression+}) timestamp:xml-date-time attributedTo?:refType process?:refType note? ~}} ~}
refType = text@-4 text1-@5
authors = {author*:organizationalContact}
metadata = {.~ (timestamp?:xml-date-time lifecycles@5?:{lifecycle*:{((phase:(design pre-build build post-build
  operations discovery decommission)) | (name description?))}} tools?:{(tool*:tool | (components?:components
  services?:services)?)@5 tool@-4*:tool} authors?:authors component?:component manufacturer@6?:organizationalEntity
  manufacture@-2*:organizationalEntity manufacture@3?:organizationalEntity supplier@-2*:organizationalEntity
  supplier@3?:organizationalEntity licenses@3?:licences properties@3?:properties
  distributionConstraints@7?:{tlp?:(CLEAR GREEN AMBER AMBER_AND_STRICT RED)} ~)?}
organizationalEntity = {.~ .bom-ref@5:refType (name? address@6?:{.bom-ref:refType country? region? locality?
  postOfficeBoxNumber? postalCode? streetAddress?} url*:iri contact*:organizationalContact ~)?}
hashes = {hash*:hash}
tool = {.~ (vendor? name? version@-5? version@6?:text0-1024 hashes?:hashes externalReferences@4?:externalReferences
  ~)?}
organizationalContact = {.~ .bom-ref@5:refType (name? email@-2* email@3? phone@-2* phone@3? ~)?}
components = {.* (component:component ~)*}
oldLicences = {(license*:license | expression?)}
component = {.type!:(application framework library container operating-system device firmware file platform@5
  device-driver@5 machine-learning-model@5 data@5 cryptographic-asset@6) .mime-type:mime .bom-ref:refType .*
  .isExternal@7:boolean supplier?:organizationalEntity manufacturer@6?:organizationalEntity authors@6?:authors
  author? publisher? group? name (version:text0-1024 | versionRange:text1-4096)@7? version@-3 version@4-5?
  version@6-6?:text0-1024 description? scope?:(required optional excluded) hashes?:hashes licenses@-2?:oldLicences
  licenses@3?:licences copyright? patentAssertions@7?:patentAssertions cpe?:cpe purl?:iri omniborId@6* swhid@6*
  swid?:{.tagId! .name! .version .tagVersion:integer .patch:boolean text?:attachment url?:iri ~} modified?:boolean
  pedigree?:pedigree externalReferences?:externalReferences properties@3?:properties
  components?:{(component:component ~)*} evidence@3?:{.* identity@5-5?:identityEvidence identity@6*:identityEvidence
  occurrences@5?:{occurrence*:{.bom-ref:refType location@-5:any location@6 line@6?:integer0- offset@6?:integer0-
  symbol@6? additionalContext@6?}} callstack@5?:{frames?:{frame*:{package? module function? parameters?:{parameter*}
  line?:integer column?:integer fullFilename?}} tools?:identityTools} licenses?:licences copyright?:{text*} ~}
  releaseNotes@4?:releaseNotes modelCard@5?:modelCard data@5-5?:componentData data@6*:componentData
  cryptoProperties@6?:cryptoProperties tags@6?:tags ~}
license = {.bom-ref@5:refType .acknowledgement@6:acknowledgement (id@-5?:licence-id | id@6:licence-id | name@-5? |
  name@6) text?:attachment url?:iri licensing@5-6?:licensing licensing@7?:licensing properties@5?:properties ~}
attachment = {.content-type .encoding:(base64) =text}
hash = {.alg!:(MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512
  BLAKE3 Streebog-256@7 Streebog-512@7) =digest}
externalReferences = {reference*:externalReference}
externalReference = {.type!:(vcs issue-tracker website advisories bom mailing-list social chat documentation support
  distribution license build-meta build-system other release-notes@4 distribution-intake@5 security-contact@5
  model-card@5 log@5 configuration@5 evidence@5 formulation@5 attestation@5 threat-model@5 adversary-model@5
  risk-assessment@5 vulnerability-assertion@5 exploitability-statement@5 pentest-report@5 static-analysis-report@5
  dynamic-analysis-report@5 runtime-analysis-report@5 component-analysis-report@5 maturity-report@5
  certification-report@5 quality-metrics@5 codified-infrastructure@5 poam@5 source-distribution@6
  electronic-signature@6 digital-signature@6 rfc-9116@6 patent@7 patent-family@7 patent-assertion@7 citation@7) .*
  url:iri comment? hashes@3?:hashes properties@7?:properties}
issues = {issue*:{.type!:(defect enhancement security) id? name? description? source?:{name? url?:iri}
  references?:urls ~}}
urls = {url*:iri}
identifiableAction = {timestamp?:xml-date-time name? email? ~}
pedigree = {ancestors?:components descendants?:components variants?:components commits?:{(commit:{uid? url?:iri
  author?:identifiableAction committer?:identifiableAction message? ~} ~)*} patches?:{(patch:{.type!:(unofficial
  monkey backport cherry-pick) diff?:{text?:attachment url?:iri ~} resolves?:issues ~} ~)*} notes? ~}
dependency = {.ref!@-4:refType .~ .ref!@5:refType (dependency@-5:dependency dependency@6?:dependency
  provides@6?:{.ref!:refType})*}
dependencies = {dependency*:dependency}
services = {.* (service:service ~)*}
service = {.bom-ref:refType .* provider?:organizationalEntity group? name version@-5? version@6?:text0-1024
  description? endpoints?:{endpoint*:iri} authenticated?:boolean x-trust-boundary?:boolean trustZone@5?
  data?:{(classification*:dataClassification | dataflow*:{.name .description .* classification?:dataClassification
  governance?:dataGovernance source?:urls destination?:urls})@5 classification@-4*:dataClassification}
  licenses@-2?:oldLicences licenses@3?:licences patentAssertions@7?:patentAssertions
  externalReferences?:externalReferences properties@3?:properties services?:{(service:service ~)*}
  releaseNotes@4?:releaseNotes tags@6?:tags ~}
dataClassification = {.flow!:(inbound outbound bi-directional unknown) =text}
licences = {(license:license | expression:{.bom-ref:refType .acknowledgement:acknowledgement =text} |
  expression-detailed:{.bom-ref:refType .acknowledgement:acknowledgement .expression! details*:{.license-identifier!
  .bom-ref:refType text?:attachment url?:iri ~} licensing?:licensing properties?:properties ~})@7* (license*:license
  | expression@-4? | expression@5?:{.bom-ref:refType .acknowledgement@6:acknowledgement =text})@-6}
bomReference = {.ref!@-4:refType .~ .ref!@5:refType}
properties = {.* (property:property ~)*}
property = {.name! =text}
aliases = {alias*}
tags = {tag*}
releaseNotes = {.* (type title? featuredImage?:iri socialImage?:iri description? timestamp?:xml-date-time
  aliases?:aliases tags@-5?:tags tags@6?:tags resolves?:issues notes?:{note*:{(locale?:locale text:attachment)*}}
  properties?:properties ~)*}
organizations = {organization*:organizationalEntity}
vulnerability = {.bom-ref:refType (id? source?:vulnerabilitySource references?:{(reference:{id@-4? id@5
  source@-4?:vulnerabilitySource source@5:vulnerabilitySource} ~)*} ratings?:{rating*:{source?:vulnerabilitySource
  score?:number severity?:(critical high medium low info none unknown) method?:(CVSSv2 CVSSv3 CVSSv31 OWASP other
  CVSSv4@5 SSVC@5) vector? justification?}} cwes?:{cwe*:integer} description? detail? recommendation? workaround@5?
  proofOfConcept@5?:{reproductionSteps? environment? supportingMaterial?:{attachment*:attachment}}
  advisories?:{advisory*:{title? url:iri}} created?:xml-date-time published?:xml-date-time updated?:xml-date-time
  rejected@5?:xml-date-time credits?:{organizations?:organizations individuals?:{individual*:organizationalContact}}
  tools?:{(tool*:tool | (components?:components services?:services)?)@5 tool@-4*:tool} analysis?:{(state?:(resolved
  resolved_with_pedigree exploitable in_triage false_positive not_affected) justification?:(code_not_present
  code_not_reachable requires_configuration requires_dependency requires_environment protected_by_compiler
  protected_at_runtime protected_at_perimeter protected_by_mitigating_control) responses?:{response*:(can_not_fix
  will_not_fix update rollback workaround_available)} detail? firstIssued@5?:xml-date-time
  lastUpdated@5?:xml-date-time)?} affects?:{target*:{(ref@-4:refType ref@5:refType versions?:{version*:{((version@-5
  | version@6:text0-1024 | range@-5 | range@6:text1-4096) status?:(affected unaffected unknown))?}})?}}
  properties?:properties)?}
vulnerabilitySource = {(name? url?:iri)*}
party = {(organization?:organizationalEntity | individual?:organizationalContact)}
licensing = {altIds?:{altId*} licensor?:party licensee?:party purchaser?:party purchaseOrder?
  licenseTypes?:{licenseType*:(academic appliance client-access concurrent-user core-points custom-metric device
  evaluation named-user node-locked oem perpetual processor-points subscription user other)}
  lastRenewal?:xml-date-time expiration?:xml-date-time ~}
identityTools = {tool*:bomReference}
identityEvidence = {field:(group name version purl cpe swid hash omniborId@6 swhid@6) confidence?:number0-1
  concludedValue@6? methods?:{method*:{technique:(source-code-analysis binary-analysis manifest-analysis
  ast-fingerprint hash-comparison instrumentation dynamic-analysis filename attestation other) confidence:number0-1
  value?}} tools?:identityTools}
modelInput = {format}
modelParameters = {approach?:{type?:(supervised unsupervised reinforcement-learning semi-supervised
  self-supervised)} task? architectureFamily? modelArchitecture? datasets?:{(ref?:refType |
  dataset?:componentData)*} inputs?:{input*:modelInput} outputs?:{output*:modelInput}}
graphics = {graphic*:{name? image?:attachment}}
considerations = {users?:{user*} useCases?:{useCase*} technicalLimitations?:{technicalLimitation*}
  performanceTradeoffs?:{performanceTradeoff*} ethicalConsiderations?:{ethicalConsideration*:{name?
  mitigationStrategy?}} environmentalConsiderations@6?:{energyConsumptions*:{.* (energyConsumption:energyConsumption
  ~)*} properties?:properties} fairnessAssessments?:{fairnessAssessment*:{groupAtRisk? benefits? harms?
  mitigationStrategy?}}}
modelCard = {.bom-ref:refType modelParameters?:modelParameters
  quantitativeAnalysis?:{performanceMetrics?:{performanceMetric*:{type? value? slice?
  confidenceInterval?:{lowerBound? upperBound?}}} graphics?:{description? collection?:graphics}}
  considerations?:considerations properties?:properties}
componentData = {.bom-ref:refType type:(source-code configuration dataset definition other) name?
  contents?:{attachment?:attachment url?:iri properties?:properties} classification? sensitiveData@-6*:any
  sensitiveData@7* graphics?:{description@-6?:any description@7? collection?:graphics} description?
  governance?:dataGovernance}
dataGovernance = {custodians?:{custodian*:party} stewards?:{steward*:party} owners?:{owner*:party}}
taskTypes = {taskType*:(copy clone lint scan merge build test deliver deploy release clean other)}
steps = {step*:{.* name? description? commands?:{command*:{executed? properties?:properties}} properties?:properties
  ~}}
inputs = {input*:{.* (resource:resourceReference | parameters:{parameter*:{.* name? value? dataType? ~}} |
  environmentVars:environmentVars | data:attachment) source?:resourceReference target?:resourceReference
  properties?:properties ~}}
outputs = {output*:{.* (resource:resourceReference | environmentVars:environmentVars | data:attachment)
  type?:(artifact attestation log evidence metrics other) source?:resourceReference target?:resourceReference
  properties?:properties ~}}
workflow = {.bom-ref!:refType .* uid name? description? resourceReferences?:resourceReferences tasks?:{.* task*:task
  ~} taskDependencies?:dependencies taskTypes:taskTypes trigger?:trigger steps?:steps inputs?:inputs
  outputs?:outputs timeStart?:xml-date-time timeEnd?:xml-date-time workspaces?:workspaces
  runtimeTopology?:dependencies properties?:properties ~}
resourceReferences = {.* resourceReference*:resourceReference ~}
resourceReference = {.* (ref:refType | externalReference:externalReference) ~}
task = {.bom-ref!:refType .* uid name? description? resourceReferences?:resourceReferences taskTypes:taskTypes
  trigger?:trigger steps?:steps inputs?:inputs outputs?:outputs timeStart?:xml-date-time timeEnd?:xml-date-time
  workspaces?:workspaces runtimeTopology?:dependencies properties?:properties ~}
workspaces = {.* workspace*:{.bom-ref!:refType .* (uid name? aliases?:aliases description?
  resourceReferences?:resourceReferences accessMode?:(read-only read-write read-write-once write-once write-only)
  mountPath? managedDataType? volumeRequest? volume?:{uid? name? mode?:(filesystem block) path? sizeAllocated?
  persistent?:boolean remote?:boolean properties?:properties} properties?:properties ~)*} ~}
trigger = {.bom-ref!:refType .* uid name? description? resourceReferences?:resourceReferences type:(manual api
  webhook scheduled) event?:{.* uid? description? timeReceived?:xml-date-time data?:attachment
  source?:resourceReference target?:resourceReference properties?:properties ~}
  conditions?:{condition*:{description? expression? properties?:properties}} timeActivated?:xml-date-time
  inputs?:inputs outputs?:outputs properties?:properties ~}
environmentVars = {((environmentVar?:property | value?))*}
acknowledgement = (declared concluded)
energyConsumption = {activity:(design data-collection data-preparation training fine-tuning validation deployment
  inference other) energyProviders+:{.bom-ref:refType description? organization:organizationalEntity
  energySource:(coal oil natural-gas nuclear wind solar geothermal hydropower biofuel unknown other)
  energyProvided:energy externalReferences?:externalReferences} activityEnergyCost:energy co2CostEquivalent?:co2
  co2CostOffset?:co2 properties?:properties}
energy = {value:number unit:(kWh)}
co2 = {value:number unit:(tCO2eq)}
algorithm = {primitive?:(drbg mac block-cipher stream-cipher signature hash pke xof kdf key-agree kem ae combiner
  other unknown key-wrap@7) algorithmFamily@7? parameterSetIdentifier? curve? ellipticCurve@7?
  executionEnvironment?:(software-plain-ram software-encrypted-ram software-tee hardware other unknown)
  implementationPlatform?:(generic x86_32 x86_64 armv7-a armv7-m armv8-a armv8-m armv9-a armv9-m s390x ppc64 ppc64le
  other unknown) certificationLevel*:(none fips140-1-l1 fips140-1-l2 fips140-1-l3 fips140-1-l4 fips140-2-l1
  fips140-2-l2 fips140-2-l3 fips140-2-l4 fips140-3-l1 fips140-3-l2 fips140-3-l3 fips140-3-l4 cc-eal1 cc-eal1+
  cc-eal2 cc-eal2+ cc-eal3 cc-eal3+ cc-eal4 cc-eal4+ cc-eal5 cc-eal5+ cc-eal6 cc-eal6+ cc-eal7 cc-eal7+ other
  unknown) mode?:(cbc ecb ccm gcm cfb ofb ctr other unknown) padding?:(pkcs5 pkcs7 pkcs1v15 oaep raw other unknown)
  cryptoFunctions?:{cryptoFunction*:(generate keygen encrypt decrypt digest tag keyderive sign verify encapsulate
  decapsulate other unknown)} classicalSecurityLevel?:integer0- nistQuantumSecurityLevel?:integer0-6}
certificate = {serialNumber@7? subjectName? issuerName? notValidBefore?:xml-date-time notValidAfter?:xml-date-time
  signatureAlgorithmRef?:refType subjectPublicKeyRef?:refType certificateFormat? certificateExtension?
  certificateFileExtension@7? fingerprint@7?:hash certificateState@7*:{((state:(pre-activation active suspended
  deactivated revoked destroyed) reason?) | (name description? reason?))} creationDate@7?:xml-date-time
  activationDate@7?:xml-date-time deactivationDate@7?:xml-date-time revocationDate@7?:xml-date-time
  destructionDate@7?:xml-date-time certificateExtensions@7?:{certificateExtension*:certificateExtension}
  relatedCryptographicAssets@7?:cryptographicAssets}
keyMaterial = {type?:(private-key public-key secret-key key ciphertext signature digest initialization-vector nonce
  seed salt shared-secret tag additional-data password credential token other unknown) id? state?:(pre-activation
  active suspended deactivated compromised destroyed) algorithmRef?:refType creationDate?:xml-date-time
  activationDate?:xml-date-time updateDate?:xml-date-time expirationDate?:xml-date-time value? size?:integer format?
  securedBy?:{mechanism? algorithmRef?:refType} fingerprint@7?:hash
  relatedCryptographicAssets@7?:cryptographicAssets}
ikev2 = {encr@-6*:refType encr@7*:{name? keyLength?:integer algorithm?:refType =text} prf@-6*:refType
  prf@7*:ikev2Transform integ@-6*:refType integ@7*:ikev2Transform ke@-6*:refType ke@7*:{group?:integer
  algorithm?:refType =text} esn?:boolean auth@-6*:refType auth@7*:ikev2Transform}
protocol = {type?:(tls ssh ipsec ike sstp wpa other unknown dtls@7 quic@7 eap-aka@7 eap-aka-prime@7 prins@7
  5g-aka@7) version? cipherSuites?:{cipherSuite*:{name? algorithms?:{algorithm*:refType} identifiers?:{identifier*}
  tlsGroups@7?:{group*} tlsSignatureSchemes@7?:{signatureScheme*}}} ikev2TransformTypes?:ikev2 cryptoRef*:refType}
cryptoProperties = {assetType:(algorithm certificate protocol related-crypto-material)
  algorithmProperties?:algorithm certificateProperties?:certificate relatedCryptoMaterialProperties?:keyMaterial
  protocolProperties?:protocol oid?}
mitigationStrategies = {mitigationStrategy*:refType}
attestationMap = {requirement?:refType claims?:{claim*:refType} counterClaims?:{counterClaim*:refType}
  conformance?:{score:number0-1 rationale? mitigationStrategies?:mitigationStrategies} confidence?:{score:number0-1
  rationale?}}
declaredEvidence = {.bom-ref:refType .~ propertyName? description? data*:{name? contents?:{attachment?:attachment
  url?:iri} classification? sensitiveData*:any governance?:dataGovernance} created?:xml-date-time
  expires?:xml-date-time author?:organizationalContact reviewer?:organizationalContact ~}
declarations = {assessors?:{assessor*:{.bom-ref:refType .~ thirdParty?:boolean organization?:organizationalEntity}}
  attestations?:{attestation*:{summary? assessor?:refType map*:attestationMap ~}} claims?:{claim*:{.bom-ref:refType
  .~ target?:refType predicate? mitigationStrategies?:mitigationStrategies reasoning? evidence*:refType
  counterEvidence*:refType externalReferences?:externalReferences ~}} evidence?:{evidence*:declaredEvidence}
  targets?:{organizations?:organizations components?:{component*:component} services?:{service*:service}}
  affirmation?:{statement? signatories?:{signatory*:{name? role? organization?:organizationalEntity
  externalReference?:externalReference ~}} ~} ~}
standard = {.bom-ref:refType .~ name version description owner requirements?:{requirement*:{.bom-ref:refType .~
  identifier? title? text? descriptions?:{description*} openCre*:cre parent?:refType properties?:properties
  externalReferences?:externalReferences}} levels?:{level*:{.bom-ref:refType .~ identifier? title? description?
  requirements?:{requirement*:refType}}} externalReferences?:externalReferences ~}
patentAssertions = {patentAssertion*:{.bom-ref:refType .~ assertionType:(ownership license third-party-claim
  standards-inclusion prior-art exclusive-rights non-assertion research-or-evaluation) patentRefs?:{bom-ref+}
  asserter:{(organization:organizationalEntity | contact:organizationalContact | ref:refType)} notes?}}
certificateExtension = {((commonExtensionName:(basicConstraints keyUsage extendedKeyUsage subjectAlternativeName
  authorityKeyIdentifier subjectKeyIdentifier authorityInformationAccess certificatePolicies crlDistributionPoints
  signedCertificateTimestamp) commonExtensionValue) | (customExtensionName customExtensionValue?))}
cryptographicAssets = {relatedCryptographicAsset*:{type? ref?:refType}}
ikev2Transform = {name? algorithm?:refType =text}
patent = {.bom-ref:refType .~ patentNumber:patent-number applicationNumber?:patent-number jurisdiction:country
  priorityApplication?:priorityApplication publicationNumber?:patent-number title? abstract? filingDate?:xml-date
  grantDate?:xml-date patentExpirationDate?:xml-date patentLegalStatus:(pending granted revoked expired lapsed
  withdrawn abandoned suspended reinstated opposed terminated invalidated in-force) patentAssignee*:party
  externalReferences?:externalReferences}
priorityApplication = {applicationNumber:patent-number jurisdiction:country filingDate:xml-date}
)";
}

} // namespace assay::evidence
