// SPDX-License-Identifier: Apache-2.0
//
// What a CycloneDX document in JSON may hold, versions 1.2 to 1.7, in the notation of grammar.hpp. Of 1.2 and 1.3 it is
// the schema that is open to other members, not its strict form. Names of algorithm families and elliptic curves are not
// held to their lists.
#include "audit/evidence/readers/sbom_grammars.hpp"

namespace assay::evidence {

std::string_view cyclonedx_json_grammar() {
  return R"(
bom = {bomFormat!:(CycloneDX) specVersion! serialNumber:uuid-urn version!@-4:integer version@5:integer1-
  metadata:metadata components:[component]u services:[service]u externalReferences:[externalReference]
  dependencies:[dependency]u compositions@3:[{aggregate!:(complete incomplete incomplete_first_party_only
  incomplete_third_party_only unknown not_specified incomplete_first_party_proprietary_only@5
  incomplete_first_party_opensource_only@5 incomplete_third_party_proprietary_only@5
  incomplete_third_party_opensource_only@5) assemblies@-4:[text]u assemblies@5:[refType]u dependencies:[text]u
  signature@4:signature bom-ref@5:refType vulnerabilities@5:[text]u ...@-3}]u $schema@4
  vulnerabilities@4:[vulnerability]u signature@4:signature annotations@5:[{bom-ref:refType subjects!:[refType]u
  annotator!:{organization:organizationalEntity individual:organizationalContact component:component service:service
  one(organization,individual,component,service)} timestamp!:date-time text! signature:signature}]u
  formulation@5:[{bom-ref:refType components:[component]u services:[service]u workflows:[workflow]u
  properties:[property]}]u properties@5:[property] declarations@6:declarations definitions@6:{standards:[standard]
  patents@7:[patent|{bom-ref:refType familyId! priorityApplication:priorityApplication members:[refType]
  externalReferences:[externalReference]}]} citations@7:[{bom-ref:refType pointers:[text]1 expressions:[text]1
  timestamp!:date-time attributedTo:refType process:refType note signature:signature one(pointers,expressions)
  some(attributedTo,process)}]u ...@-3}
refType = text@-4 text1-@5
metadata = {timestamp:date-time tools@-4:[tool] tools@5:metadataTools^[tool] authors:[organizationalContact]
  component:component manufacture:organizationalEntity supplier:organizationalEntity
  licenses@3-4:[licenceOrExpression] licenses@5:licences properties@3:[property] lifecycles@5:[{phase!:(design
  pre-build build post-build operations discovery decommission)}^{name! description}]
  manufacturer@6:organizationalEntity distributionConstraints@7:{tlp:(CLEAR GREEN AMBER AMBER_AND_STRICT RED)}
  ...@-3}
tool = {vendor name version@-5 version@6:version hashes:[hash] externalReferences@4:[externalReference] ...@-3}
organizationalEntity = {name:string url@-2:[any] url@3:[iri] contact:[organizationalContact] bom-ref@5:refType
  address@6:{bom-ref:refType country region locality postOfficeBoxNumber postalCode streetAddress} ...@-3}
organizationalContact = {name:string email@-3:string email@4:email phone:string bom-ref@5:refType ...@-3}
oldLicence = {license:license expression:string one(license,expression) ...}
component = {type!:(application framework library container operating-system device firmware file platform@5
  device-driver@5 machine-learning-model@5 data@5 cryptographic-asset@6) mime-type:mime bom-ref:refType
  supplier:organizationalEntity author:string publisher:string group:string name!:string version!@-3:string
  version@4-5 version@6:version description:string scope:(required optional excluded) hashes:[hash]
  licenses@-2:[oldLicence] licenses@3-4:[licenceOrExpression] licenses@5:licences copyright:string cpe:string
  purl:string swid:{tagId! name! version tagVersion:integer patch:boolean text:attachment url@-2:string url@3:iri
  ...@-3} modified:boolean pedigree:{ancestors:[component] descendants:[component] variants:[component]
  commits:[{uid:string url:iri author:identifiableAction committer:identifiableAction message:string ...@-3}]
  patches:[{type!:(unofficial monkey backport cherry-pick) diff:{text:attachment url@-2:string url@3:iri ...@-3}
  resolves:[issue] ...@-3}] notes:string ...@-3} externalReferences:[externalReference] components:[component]u
  evidence@3:componentEvidence properties@3:[property] releaseNotes@4:releaseNotes signature@4:signature
  modelCard@5:modelCard data@5:[componentData] manufacturer@6:organizationalEntity authors@6:[organizationalContact]
  omniborId@6:[text] swhid@6:[text] cryptoProperties@6:cryptoProperties tags@6:[text] versionRange@7:versionRange
  isExternal@7:boolean patentAssertions@7:patentAssertions ...@-3}
attachment = {contentType encoding:(base64) content! ...@-3}
hash = {alg!:(MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512
  BLAKE3 Streebog-256@7 Streebog-512@7) content!:digest ...@-3}
license = {id:licence-id name:string text:attachment url@-2:string url@3:iri bom-ref@5:refType
  licensing@5-6:licensing licensing@7:licensing properties@5:[property] acknowledgement@6:acknowledgement
  one(id,name) ...@-3}
issue = {type!:(defect enhancement security) id:string name:string description:string source:{name:string
  url@-2:string url@3:iri ...@-3} references@-2:[any] references@3:[iri] ...@-3}
identifiableAction = {timestamp:date-time name:string email:email ...@-3}
externalReference = {url!@-2:string url!@3:iri comment:string type!:(vcs issue-tracker website advisories bom
  mailing-list social chat documentation support distribution license build-meta build-system other release-notes@4
  distribution-intake@5 security-contact@5 model-card@5 log@5 configuration@5 evidence@5 formulation@5 attestation@5
  threat-model@5 adversary-model@5 risk-assessment@5 vulnerability-assertion@5 exploitability-statement@5
  pentest-report@5 static-analysis-report@5 dynamic-analysis-report@5 runtime-analysis-report@5
  component-analysis-report@5 maturity-report@5 certification-report@5 codified-infrastructure@5 quality-metrics@5
  poam@5 source-distribution@6 electronic-signature@6 digital-signature@6 rfc-9116@6 patent@7 patent-family@7
  patent-assertion@7 citation@7) hashes@3:[hash] properties@7:[property] ...@-3}
dependency = {ref!@-4:refType ref!@5:refType dependsOn@-4:[refType]u dependsOn@5:[refType]u provides@6:[refType]u
  ...@-3}
service = {bom-ref:refType provider:organizationalEntity group:string name!:string version@-5:string
  version@6:version description:string endpoints@-2:[any] endpoints@3:[iri] authenticated:boolean
  x-trust-boundary:boolean data:[{flow!@-4:dataFlow flow!@5:dataFlow classification!@-4 classification!@5:text
  name@5 description@5 governance@5:dataGovernance source@5:[iri] destination@5:[iri] ...@-3}]
  licenses@-2:[oldLicence] licenses@3-4:[licenceOrExpression] licenses@5:licences
  externalReferences:[externalReference] services:[service]u properties@3:[property] releaseNotes@4:releaseNotes
  signature@4:signature trustZone@5 tags@6:[text] patentAssertions@7:patentAssertions ...@-3}
dataFlow = (inbound outbound bi-directional unknown)
licenceOrExpression = {license:license expression one(license,expression) ...@-3}
componentEvidence = {licenses@-4:[licenceOrExpression] licenses@5:licences copyright:[{text! ...@-3}]
  identity@5-5:{field!:(group name version purl cpe swid hash) confidence:number0-1 methods:[identityMethod]
  tools:[refType]u} identity@6:[identityEvidence]^identityEvidence occurrences@5:[{bom-ref:refType location!
  line@6:integer0- offset@6:integer0- symbol@6 additionalContext@6}] callstack@5:{frames:[{package module! function
  parameters:[text] line:integer column:integer fullFilename}]} ...@-3}
property = {name@-5 name!@6 value ...@-5}
releaseNotes = {type!:text title featuredImage:iri socialImage:iri description timestamp:date-time aliases:[text]
  tags@-5:[text] tags@6:[text] resolves:[issue] notes:[{locale:locale text!:attachment}] properties:[property]}
vulnerabilitySource = {url name}
vulnerabilityAnalysis = {state:(resolved resolved_with_pedigree exploitable in_triage false_positive not_affected)
  justification:(code_not_present code_not_reachable requires_configuration requires_dependency requires_environment
  protected_by_compiler protected_at_runtime protected_at_perimeter protected_by_mitigating_control)
  response:[(can_not_fix will_not_fix update rollback workaround_available)] detail firstIssued@5:date-time
  lastUpdated@5:date-time}
vulnerability = {bom-ref:refType id source:vulnerabilitySource references:[{id! source!:vulnerabilitySource}]
  ratings:[{source:vulnerabilitySource score:number severity:(critical high medium low info none unknown)
  method:(CVSSv2 CVSSv3 CVSSv31 OWASP other CVSSv4@5 SSVC@5) vector justification}] cwes:[integer1-] description
  detail recommendation advisories:[{title url!:iri}] created:date-time published:date-time updated:date-time
  credits:{organizations:[organizationalEntity] individuals:[organizationalContact]} tools@-4:[tool]
  tools@5:metadataTools^[tool] analysis:vulnerabilityAnalysis affects:[{ref!@-4:refType ref!@5:refType
  versions:[{version:version range@-5:range range@6:versionRange status:(affected unaffected unknown)
  one(version,range)}]}]u properties:[property] workaround@5 proofOfConcept@5:{reproductionSteps environment
  supportingMaterial:[attachment] ...} rejected@5:date-time}
version = text1-1024@-5 text0-1024@6
range = text1-1024@-5 versionRange@6
metadataTools = {components:[component]u services:[service]u}
party = {organization:organizationalEntity individual:organizationalContact one(organization,individual)}
licensing = {altIds:[text] licensor:party licensee:party purchaser:party purchaseOrder licenseTypes:[(academic
  appliance client-access concurrent-user core-points custom-metric device evaluation named-user node-locked oem
  perpetual processor-points subscription user other)] lastRenewal:date-time expiration:date-time}
licence = {license!:license}
licences = [licence]^[{expression! bom-ref:refType acknowledgement@6:acknowledgement}]1x@-6 [licence^{expression!
  expressionDetails:[{licenseIdentifier! bom-ref:refType text:attachment url:iri}] acknowledgement:acknowledgement
  bom-ref:refType licensing:licensing properties:[property]}]@7
identityMethod = {technique!:(source-code-analysis binary-analysis manifest-analysis ast-fingerprint hash-comparison
  instrumentation dynamic-analysis filename attestation other) confidence!:number0-1 value}
modelCard = {bom-ref:refType modelParameters:{approach:{type:(supervised unsupervised reinforcement-learning
  semi-supervised self-supervised)} task architectureFamily modelArchitecture datasets:[componentData^{ref:refType}]
  inputs:[modelInput] outputs:[modelInput]} quantitativeAnalysis:{performanceMetrics:[{type value slice
  confidenceInterval:{lowerBound upperBound}}] graphics:graphicsCollection} considerations:{users:[text]
  useCases:[text] technicalLimitations:[text] performanceTradeoffs:[text] ethicalConsiderations:[{name
  mitigationStrategy}] fairnessAssessments:[{groupAtRisk benefits harms mitigationStrategy}]
  environmentalConsiderations@6:{energyConsumptions:[energyConsumption] properties:[property]}}
  properties:[property]}
modelInput = {format}
componentData = {bom-ref:refType type!:(source-code configuration dataset definition other) name
  contents:{attachment:attachment url:iri properties:[property]} classification:text sensitiveData:[text]
  graphics:graphicsCollection description governance:dataGovernance}
dataGovernance = {custodians:[responsibleParty] stewards:[responsibleParty] owners:[responsibleParty]}
responsibleParty = {organization:organizationalEntity contact:organizationalContact one(organization,contact)}
graphicsCollection = {description collection:[{name image:attachment}]}
workflow = {bom-ref!:refType uid! name description resourceReferences:[resourceReferenceChoice]u tasks:[task]u
  taskDependencies:[dependency]u taskTypes!:[taskType] trigger:trigger steps:[step]u inputs:[inputType]u
  outputs:[outputType]u timeStart:date-time timeEnd:date-time workspaces:[workspace]u runtimeTopology:[dependency]u
  properties:[property]}
task = {bom-ref!:refType uid! name description resourceReferences:[resourceReferenceChoice]u taskTypes!:[taskType]
  trigger:trigger steps:[step]u inputs:[inputType]u outputs:[outputType]u timeStart:date-time timeEnd:date-time
  workspaces:[workspace]u runtimeTopology:[dependency]u properties:[property]}
step = {name description commands:[{executed properties:[property]}] properties:[property]}
workspace = {bom-ref!:refType uid! name aliases:[text] description resourceReferences:[resourceReferenceChoice]u
  accessMode:(read-only read-write read-write-once write-once write-only) mountPath managedDataType volumeRequest
  volume:{uid name mode:(filesystem block) path sizeAllocated persistent:boolean remote:boolean
  properties:[property]} properties:[property]}
trigger = {bom-ref!:refType uid! name description resourceReferences:[resourceReferenceChoice]u type!:(manual api
  webhook scheduled) event:{uid description timeReceived:date-time data:attachment source:resourceReferenceChoice
  target:resourceReferenceChoice properties:[property]} conditions:[{description expression properties:[property]}]u
  timeActivated:date-time inputs:[inputType]u outputs:[outputType]u properties:[property]}
inputType = {source:resourceReferenceChoice target:resourceReferenceChoice resource:resourceReferenceChoice
  parameters:[{name value dataType}]u environmentVars:[property^text]u data:attachment properties:[property]
  one(resource,parameters,environmentVars,data)}
outputType = {type:(artifact attestation log evidence metrics other) source:resourceReferenceChoice
  target:resourceReferenceChoice resource:resourceReferenceChoice data:attachment environmentVars:[property^text]u
  properties:[property] one(resource,environmentVars,data)}
resourceReferenceChoice = {ref:refType externalReference:externalReference one(ref,externalReference)}
taskType = (copy clone lint scan merge build test deliver deploy release clean other)
declaredEvidence = {bom-ref:refType propertyName description data:[{name contents:{attachment:attachment url:iri}
  classification:text sensitiveData:[text] governance:dataGovernance}] created:date-time expires:date-time
  author:organizationalContact reviewer:organizationalContact signature:signature}
declarations = {assessors:[{bom-ref:refType thirdParty:boolean organization:organizationalEntity}]
  attestations:[{summary assessor:refType map:[{requirement:refType claims:[refType] counterClaims:[refType]
  conformance:{score:number0-1 rationale mitigationStrategies:[refType]} confidence:{score:number0-1 rationale}}]
  signature:signature}] claims:[{bom-ref:refType target:refType predicate mitigationStrategies:[refType] reasoning
  evidence:[refType] counterEvidence:[refType] externalReferences:[externalReference] signature:signature}]
  evidence:[declaredEvidence] targets:{organizations:[organizationalEntity] components:[component]
  services:[service]} affirmation:{statement signatories:[{name role signature:signature
  organization:organizationalEntity externalReference:externalReference
  one(signature,externalReference&organization)}] signature:signature} signature:signature}
acknowledgement = (declared concluded)
versionRange = text1-4096
energyConsumption = {activity!:(design data-collection data-preparation training fine-tuning validation deployment
  inference other) energyProviders!:[{bom-ref:refType description organization!:organizationalEntity
  energySource!:(coal oil natural-gas nuclear wind solar geothermal hydropower biofuel unknown other)
  energyProvided!:energy externalReferences:[externalReference]}] activityEnergyCost!:energy co2CostEquivalent:co2
  co2CostOffset:co2 properties:[property]}
energy = {value!:number unit!:(kWh)}
co2 = {value!:number unit!:(tCO2eq)}
identityEvidence = {field!:(group name version purl cpe omniborId swhid swid hash) confidence:number0-1
  concludedValue methods:[identityMethod] tools:[refType]u}
standard = {bom-ref:refType name version description owner requirements:[{bom-ref:refType identifier title text
  descriptions:[text] openCre:[cre] parent:refType properties:[property] externalReferences:[externalReference]}]
  levels:[{bom-ref:refType identifier title description requirements:[refType]}]
  externalReferences:[externalReference] signature:signature}
algorithm = {primitive:(drbg mac block-cipher stream-cipher signature hash pke xof kdf key-agree kem ae combiner
  other unknown key-wrap@7) parameterSetIdentifier curve executionEnvironment:(software-plain-ram
  software-encrypted-ram software-tee hardware other unknown) implementationPlatform:(generic x86_32 x86_64 armv7-a
  armv7-m armv8-a armv8-m armv9-a armv9-m s390x ppc64 ppc64le other unknown) certificationLevel:[(none fips140-1-l1
  fips140-1-l2 fips140-1-l3 fips140-1-l4 fips140-2-l1 fips140-2-l2 fips140-2-l3 fips140-2-l4 fips140-3-l1
  fips140-3-l2 fips140-3-l3 fips140-3-l4 cc-eal1 cc-eal1+ cc-eal2 cc-eal2+ cc-eal3 cc-eal3+ cc-eal4 cc-eal4+ cc-eal5
  cc-eal5+ cc-eal6 cc-eal6+ cc-eal7 cc-eal7+ other unknown)] mode:(cbc ecb ccm gcm cfb ofb ctr other unknown)
  padding:(pkcs5 pkcs7 pkcs1v15 oaep raw other unknown) cryptoFunctions:[(generate keygen encrypt decrypt digest tag
  keyderive sign verify encapsulate decapsulate other unknown)] classicalSecurityLevel:integer0-
  nistQuantumSecurityLevel:integer0-6 algorithmFamily@7 ellipticCurve@7}
certificate = {subjectName issuerName notValidBefore:date-time notValidAfter:date-time signatureAlgorithmRef:refType
  subjectPublicKeyRef:refType certificateFormat certificateExtension serialNumber@7 certificateFileExtension@7
  fingerprint@7:hash certificateState@7:[{state!:(pre-activation active suspended deactivated revoked destroyed)
  reason}^{name! description reason}] creationDate@7:date-time activationDate@7:date-time
  deactivationDate@7:date-time revocationDate@7:date-time destructionDate@7:date-time
  certificateExtensions@7:[{commonExtensionName!:(basicConstraints keyUsage extendedKeyUsage subjectAlternativeName
  authorityKeyIdentifier subjectKeyIdentifier authorityInformationAccess certificatePolicies crlDistributionPoints
  signedCertificateTimestamp) commonExtensionValue!}^{customExtensionName! customExtensionValue}]
  relatedCryptographicAssets@7:relatedCryptographicAssets}
keyMaterial = {type:(private-key public-key secret-key key ciphertext signature digest initialization-vector nonce
  seed salt shared-secret tag additional-data password credential token other unknown) id state:(pre-activation
  active suspended deactivated compromised destroyed) algorithmRef:refType creationDate:date-time
  activationDate:date-time updateDate:date-time expirationDate:date-time value size:integer format
  securedBy:{mechanism algorithmRef:refType} fingerprint@7:hash
  relatedCryptographicAssets@7:relatedCryptographicAssets}
protocol = {type:(tls ssh ipsec ike sstp wpa other unknown dtls@7 quic@7 eap-aka@7 eap-aka-prime@7 prins@7 5g-aka@7)
  version cipherSuites:[{name algorithms:[refType] identifiers:[text] tlsGroups@7:[text]
  tlsSignatureSchemes@7:[text]}] ikev2TransformTypes:{encr@-6:[refType] encr@7:[{name keyLength:integer
  algorithm:refType}]|[refType] prf@-6:[refType] prf@7:[ikev2Transform]|[refType] integ@-6:[refType]
  integ@7:[ikev2Transform]|[refType] ke@-6:[refType] ke@7:[{group:integer algorithm:refType}]|[refType] esn:boolean
  auth@-6:[refType] auth@7:[ikev2Transform]|[refType]} cryptoRefArray:[refType]
  relatedCryptographicAssets@7:relatedCryptographicAssets}
cryptoProperties = {assetType!:(algorithm certificate protocol related-crypto-material)
  algorithmProperties:algorithm certificateProperties:certificate relatedCryptoMaterialProperties:keyMaterial
  protocolProperties:protocol oid}
ikev2Transform = {name algorithm:refType}
relatedCryptographicAssets = [{type ref:refType}]
patent = {bom-ref:refType patentNumber!:patent-number applicationNumber:patent-number jurisdiction!:country
  priorityApplication:priorityApplication publicationNumber:patent-number title abstract filingDate:date
  grantDate:date patentExpirationDate:date patentLegalStatus!:(pending granted revoked expired lapsed withdrawn
  abandoned suspended reinstated opposed terminated invalidated in-force)
  patentAssignee:[organizationalContact^organizationalEntity] externalReferences:[externalReference]}
patentAssertions = [{bom-ref:refType assertionType!:(ownership license third-party-claim standards-inclusion
  prior-art exclusive-rights non-assertion research-or-evaluation) patentRefs:[refType]
  asserter!:organizationalEntity^organizationalContact^refType notes}]
priorityApplication = {applicationNumber!:patent-number jurisdiction!:country filingDate!:date}
string = line@-2 text@3
signature = {signers:[signer]}^{chain:[signer]}^signer
signer = {algorithm!:(RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 Ed25519 Ed448 HS256 HS384 HS512)^uri
  keyId publicKey:{kty!:(EC)  crv!:(P-256 P-384 P-521) x! y!}^{kty!:(OKP) crv!:(Ed25519 Ed448) x!}^{kty!:(RSA) n!
  e!} certificatePath:[text] excludes:[text] value!}
)";
}

} // namespace assay::evidence
