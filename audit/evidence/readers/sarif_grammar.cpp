// SPDX-License-Identifier: Apache-2.0
//
// What a SARIF 2.1.0 log must look like (OASIS Standard with Errata 01, section 3 and its JSON schema).
#include "audit/evidence/readers/sarif_grammar.hpp"

namespace assay::evidence {

namespace {

const std::vector<JsonObjectRule>& rules() {
  static const std::vector<JsonObjectRule> table = {
      {"sarif", "$schema:uri version!:(2.1.0) runs!:[]#run? inlineExternalProperties:{}#externalProperties"},
      {"address",
       "absoluteAddress:integer>=-1 relativeAddress:integer length:integer kind:string name:string "
       "fullyQualifiedName:string offsetFromParent:integer index:integer>=-1 parentIndex:integer>=-1"},
      {"artifact",
       "description:#message location:#artifactLocation parentIndex:integer>=-1 offset:integer>=0 "
       "length:integer>=-1 "
       "roles:{}(analysisTarget|attachment|responseFile|resultFile|standardStream|tracedFile|unmodified|modified|"
       "added|deleted|renamed|uncontrolled|driver|extension|translation|taxonomy|policy|referencedOnCommandLine|"
       "memoryContents|directory|userSpecifiedConfiguration|toolSpecifiedConfiguration|debugOutputFile) "
       "mimeType:media-type contents:#artifactContent encoding:string sourceLanguage:string hashes:<>string "
       "lastModifiedTimeUtc:date-time"},
      {"artifactChange", "artifactLocation!:#artifactLocation replacements!:[+]#replacement"},
      {"artifactContent", "text:string binary:string rendered:#multiformatMessageString"},
      {"artifactLocation", "uri:uri-reference uriBaseId:string index:integer>=-1 description:#message"},
      {"attachment",
       "description:#message artifactLocation!:#artifactLocation regions:{}#region rectangles:{}#rectangle"},
      {"codeFlow", "message:#message threadFlows!:[+]#threadFlow"},
      {"configurationOverride", "configuration!:#reportingConfiguration descriptor!:#reportingDescriptorReference"},
      {"conversion", "tool!:#tool invocation:#invocation analysisToolLogFiles:{}#artifactLocation"},
      {"edge", "id!:string label:#message sourceNodeId!:string targetNodeId!:string"},
      {"edgeTraversal",
       "edgeId!:string message:#message finalState:<>#multiformatMessageString stepOverEdgeCount:integer>=0"},
      {"exception", "kind:string message:string stack:#stack innerExceptions:[]#exception"},
      {"externalProperties",
       "schema:uri version:(2.1.0) guid:guid runGuid:guid conversion:#conversion graphs:{}#graph "
       "externalizedProperties:#propertyBag artifacts:{}#artifact invocations:[]#invocation "
       "logicalLocations:{}#logicalLocation threadFlowLocations:{}#threadFlowLocation results:[]#result "
       "taxonomies:{}#toolComponent driver:#toolComponent extensions:{}#toolComponent policies:{}#toolComponent "
       "translations:{}#toolComponent addresses:[]#address webRequests:{}#webRequest webResponses:{}#webResponse"},
      {"externalPropertyFileReference",
       "any-of=location|guid location:#artifactLocation guid:guid itemCount:integer>=-1"},
      {"externalPropertyFileReferences",
       "conversion:#externalPropertyFileReference graphs:{}#externalPropertyFileReference "
       "externalizedProperties:#externalPropertyFileReference artifacts:{}#externalPropertyFileReference "
       "invocations:{}#externalPropertyFileReference logicalLocations:{}#externalPropertyFileReference "
       "threadFlowLocations:{}#externalPropertyFileReference results:{}#externalPropertyFileReference "
       "taxonomies:{}#externalPropertyFileReference addresses:{}#externalPropertyFileReference "
       "driver:#externalPropertyFileReference extensions:{}#externalPropertyFileReference "
       "policies:{}#externalPropertyFileReference translations:{}#externalPropertyFileReference "
       "webRequests:{}#externalPropertyFileReference webResponses:{}#externalPropertyFileReference"},
      {"fix", "description:#message artifactChanges!:{+}#artifactChange"},
      {"graph", "description:#message nodes:{}#node edges:{}#edge"},
      {"graphTraversal",
       "one-of=runGraphIndex|resultGraphIndex runGraphIndex:integer>=-1 resultGraphIndex:integer>=-1 "
       "description:#message initialState:<>#multiformatMessageString immutableState:<>#multiformatMessageString "
       "edgeTraversals:[]#edgeTraversal"},
      {"invocation",
       "commandLine:string arguments:[]string responseFiles:{}#artifactLocation startTimeUtc:date-time "
       "endTimeUtc:date-time exitCode:integer ruleConfigurationOverrides:{}#configurationOverride "
       "notificationConfigurationOverrides:{}#configurationOverride toolExecutionNotifications:[]#notification "
       "toolConfigurationNotifications:[]#notification exitCodeDescription:string exitSignalName:string "
       "exitSignalNumber:integer processStartFailureMessage:string executionSuccessful!:boolean machine:string "
       "account:string processId:integer executableLocation:#artifactLocation workingDirectory:#artifactLocation "
       "environmentVariables:<>string stdin:#artifactLocation stdout:#artifactLocation stderr:#artifactLocation "
       "stdoutStderr:#artifactLocation"},
      {"location",
       "id:integer>=-1 physicalLocation:#physicalLocation logicalLocations:{}#logicalLocation message:#message "
       "annotations:{}#region relationships:{}#locationRelationship"},
      {"locationRelationship", "target!:integer>=0 kinds:{}string description:#message"},
      {"logicalLocation",
       "name:string index:integer>=-1 fullyQualifiedName:string decoratedName:string parentIndex:integer>=-1 "
       "kind:string"},
      {"message", "any-of=text|id text:string markdown:string id:string arguments:[]string"},
      {"multiformatMessageString", "text!:string markdown:string"},
      {"node", "id!:string label:#message location:#location children:{}#node"},
      {"notification",
       "locations:{}#location message!:#message level:(none|note|warning|error) threadId:integer "
       "timeUtc:date-time exception:#exception descriptor:#reportingDescriptorReference "
       "associatedRule:#reportingDescriptorReference"},
      {"physicalLocation",
       "any-of=address|artifactLocation address:#address artifactLocation:#artifactLocation region:#region "
       "contextRegion:#region"},
      {"rectangle", "top:number left:number bottom:number right:number message:#message"},
      {"region",
       "any-of=startLine|charOffset|byteOffset startLine:integer>=1 startColumn:integer>=1 endLine:integer>=1 "
       "endColumn:integer>=1 charOffset:integer>=-1 charLength:integer>=0 byteOffset:integer>=-1 "
       "byteLength:integer>=0 snippet:#artifactContent message:#message sourceLanguage:string"},
      {"replacement", "deletedRegion!:#region insertedContent:#artifactContent"},
      {"reportingConfiguration", "enabled:boolean level:(none|note|warning|error) rank:rank parameters:#propertyBag"},
      {"reportingDescriptor",
       "id!:string deprecatedIds:{}string guid:guid deprecatedGuids:{}guid name:string deprecatedNames:{}string "
       "shortDescription:#multiformatMessageString fullDescription:#multiformatMessageString "
       "messageStrings:<>#multiformatMessageString defaultConfiguration:#reportingConfiguration helpUri:uri "
       "help:#multiformatMessageString relationships:{}#reportingDescriptorRelationship"},
      {"reportingDescriptorReference",
       "any-of=index|guid|id id:string index:integer>=-1 guid:guid toolComponent:#toolComponentReference"},
      {"reportingDescriptorRelationship", "target!:#reportingDescriptorReference kinds:{}string description:#message"},
      {"result",
       "ruleId:string ruleIndex:integer>=-1 rule:#reportingDescriptorReference "
       "kind:(notApplicable|pass|fail|review|open|informational) level:(none|note|warning|error) "
       "message!:#message analysisTarget:#artifactLocation locations:[]#location guid:guid correlationGuid:guid "
       "occurrenceCount:integer>=1 partialFingerprints:<>string fingerprints:<>string stacks:{}#stack "
       "codeFlows:[]#codeFlow graphs:{}#graph graphTraversals:{}#graphTraversal relatedLocations:{}#location "
       "suppressions:{}#suppression baselineState:(new|unchanged|updated|absent) rank:rank "
       "attachments:{}#attachment hostedViewerUri:uri workItemUris:{}uri provenance:#resultProvenance "
       "fixes:{}#fix taxa:{}#reportingDescriptorReference webRequest:#webRequest webResponse:#webResponse"},
      {"resultProvenance",
       "firstDetectionTimeUtc:date-time lastDetectionTimeUtc:date-time firstDetectionRunGuid:guid "
       "lastDetectionRunGuid:guid invocationIndex:integer>=-1 conversionSources:{}#physicalLocation"},
      {"run",
       "tool!:#tool invocations:[]#invocation conversion:#conversion language:language "
       "versionControlProvenance:{}#versionControlDetails originalUriBaseIds:<>#artifactLocation "
       "artifacts:{}#artifact logicalLocations:{}#logicalLocation graphs:{}#graph results:[]#result "
       "automationDetails:#runAutomationDetails runAggregates:{}#runAutomationDetails baselineGuid:guid "
       "redactionTokens:{}string defaultEncoding:string defaultSourceLanguage:string newlineSequences:{+}string "
       "columnKind:(utf16CodeUnits|unicodeCodePoints) "
       "externalPropertyFileReferences:#externalPropertyFileReferences threadFlowLocations:{}#threadFlowLocation "
       "taxonomies:{}#toolComponent addresses:[]#address translations:{}#toolComponent policies:{}#toolComponent "
       "webRequests:{}#webRequest webResponses:{}#webResponse specialLocations:#specialLocations"},
      {"runAutomationDetails", "description:#message id:string guid:guid correlationGuid:guid"},
      {"specialLocations", "displayBase:#artifactLocation"},
      {"stack", "message:#message frames!:[]#stackFrame"},
      {"stackFrame", "location:#location module:string threadId:integer parameters:[]string"},
      {"suppression",
       "guid:guid kind!:(inSource|external) status:(accepted|underReview|rejected) justification:string "
       "location:#location"},
      {"threadFlow",
       "id:string message:#message initialState:<>#multiformatMessageString "
       "immutableState:<>#multiformatMessageString locations!:[+]#threadFlowLocation"},
      {"threadFlowLocation",
       "index:integer>=-1 location:#location stack:#stack kinds:{}string taxa:{}#reportingDescriptorReference "
       "module:string state:<>#multiformatMessageString nestingLevel:integer>=0 executionOrder:integer>=-1 "
       "executionTimeUtc:date-time importance:(important|essential|unimportant) webRequest:#webRequest "
       "webResponse:#webResponse"},
      {"tool", "driver!:#toolComponent extensions:{}#toolComponent"},
      {"toolComponent",
       "guid:guid name!:string organization:string product:string productSuite:string "
       "shortDescription:#multiformatMessageString fullDescription:#multiformatMessageString fullName:string "
       "version:string semanticVersion:string dottedQuadFileVersion:four-numbers releaseDateUtc:string "
       "downloadUri:uri informationUri:uri globalMessageStrings:<>#multiformatMessageString "
       "notifications:{}#reportingDescriptor rules:{}#reportingDescriptor taxa:{}#reportingDescriptor "
       "locations:[]#artifactLocation language:language contents:{}(localizedData|nonLocalizedData) "
       "isComprehensive:boolean localizedDataSemanticVersion:string "
       "minimumRequiredLocalizedDataSemanticVersion:string associatedComponent:#toolComponentReference "
       "translationMetadata:#translationMetadata supportedTaxonomies:{}#toolComponentReference"},
      {"toolComponentReference", "name:string index:integer>=-1 guid:guid"},
      {"translationMetadata",
       "name!:string fullName:string shortDescription:#multiformatMessageString "
       "fullDescription:#multiformatMessageString downloadUri:uri informationUri:uri"},
      {"versionControlDetails",
       "repositoryUri!:uri revisionId:string branch:string revisionTag:string asOfTimeUtc:date-time "
       "mappedTo:#artifactLocation"},
      {"webRequest",
       "index:integer>=-1 protocol:string version:string target:string method:string headers:<>string "
       "parameters:<>string body:#artifactContent"},
      {"webResponse",
       "index:integer>=-1 protocol:string version:string statusCode:integer reasonPhrase:string headers:<>string "
       "body:#artifactContent noResponseReceived:boolean"},
      {"propertyBag", "* tags:{}string"},
  };
  return table;
}

} // namespace

const JsonGrammar& sarif_grammar() {
  static const JsonGrammar grammar("properties:#propertyBag", rules());
  return grammar;
}

} // namespace assay::evidence
