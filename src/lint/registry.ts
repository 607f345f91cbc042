import type { Rule, RuleText } from './rule.ts';
import { undeclaredPlugin } from './rules/pkr101-undeclared-plugin.ts';
import { openPluginVersion } from './rules/pkr102-open-plugin-version.ts';
import { untrustedPluginSource } from './rules/pkr103-untrusted-plugin-source.ts';
import { requiredVersion } from './rules/pkr104-required-version.ts';
import { amiOwners } from './rules/pkr105-ami-owners.ts';
import { broadAmiOwner } from './rules/pkr106-broad-ami-owner.ts';
import { hardCodedAmi } from './rules/pkr107-hard-coded-ami.ts';
import { isoWithoutChecksum } from './rules/pkr108-iso-without-checksum.ts';
import { weakIsoChecksum } from './rules/pkr109-weak-iso-checksum.ts';
import { plainHttp } from './rules/pkr110-plain-http.ts';
import { pipedScript } from './rules/pkr111-piped-script.ts';
import { verificationOff } from './rules/pkr112-verification-off.ts';
import { badPluginVersion } from './rules/pkr113-bad-plugin-version.ts';
import { publicAmi } from './rules/pkr201-public-ami.ts';
import { publicSnapshot } from './rules/pkr202-public-snapshot.ts';
import { sharedImage } from './rules/pkr203-shared-image.ts';
import { awsCredential } from './rules/pkr301-aws-credential.ts';
import { literalPassword } from './rules/pkr302-literal-password.ts';
import { notSensitive } from './rules/pkr303-not-sensitive.ts';
import { secretDefault } from './rules/pkr304-secret-default.ts';
import { credentialFile } from './rules/pkr305-credential-file.ts';
import { exposedSecret } from './rules/pkr306-exposed-secret.ts';
import { openByDefault } from './rules/pkr401-open-by-default.ts';
import { openSecurityGroup } from './rules/pkr402-open-security-group.ts';
import { publicAddress } from './rules/pkr403-public-address.ts';
import { winrmWithoutTls } from './rules/pkr404-winrm-without-tls.ts';
import { winrmUnchecked } from './rules/pkr405-winrm-unchecked.ts';
import { apiUnchecked } from './rules/pkr406-api-unchecked.ts';
import { weakSsh } from './rules/pkr407-weak-ssh.ts';
import { agentForwarding } from './rules/pkr408-agent-forwarding.ts';
import { rootNotEncrypted } from './rules/pkr501-root-not-encrypted.ts';
import { volumeNotEncrypted } from './rules/pkr502-volume-not-encrypted.ts';
import { imdsv1Image } from './rules/pkr503-imdsv1-image.ts';
import { imdsv1Build } from './rules/pkr504-imdsv1-build.ts';
import { regionKeys } from './rules/pkr505-region-keys.ts';
import { wildcardPolicy } from './rules/pkr506-wildcard-policy.ts';
import { leftOverKey } from './rules/pkr507-left-over-key.ts';
import { noDeprecation } from './rules/pkr508-no-deprecation.ts';
import { weakenedHost } from './rules/pkr601-weakened-host.ts';
import { commandOnRunner } from './rules/pkr602-command-on-runner.ts';
import { hiddenFailure } from './rules/pkr603-hidden-failure.ts';
import { amiNameNotUnique } from './rules/pkr701-ami-name-not-unique.ts';
import { deletedAmi } from './rules/pkr702-deleted-ami.ts';
import { stoppedOrphan } from './rules/pkr703-stopped-orphan.ts';
import { runTags } from './rules/pkr704-run-tags.ts';
import { noPolling } from './rules/pkr705-no-polling.ts';
import { privilegedContainer } from './rules/pkr801-privileged-container.ts';
import { unpinnedBaseImage } from './rules/pkr802-unpinned-base-image.ts';
import { defaultServiceAccount } from './rules/pkr803-default-service-account.ts';
import { unshieldedVm } from './rules/pkr804-unshielded-vm.ts';
import { openAzureVm } from './rules/pkr805-open-azure-vm.ts';
import { openVnc } from './rules/pkr806-open-vnc.ts';
import { buildWithoutSources } from './rules/pkr901-build-without-sources.ts';
import { legacyTime } from './rules/pkr902-legacy-time.ts';
import { legacyUser } from './rules/pkr903-legacy-user.ts';
import { legacyLookup } from './rules/pkr904-legacy-lookup.ts';
import { SUPPRESSION_RULES } from './suppression.ts';

/** Every check, by id. */
export const RULES: readonly Rule[] = [
  undeclaredPlugin,
  openPluginVersion,
  untrustedPluginSource,
  requiredVersion,
  amiOwners,
  broadAmiOwner,
  hardCodedAmi,
  isoWithoutChecksum,
  weakIsoChecksum,
  plainHttp,
  pipedScript,
  verificationOff,
  badPluginVersion,
  publicAmi,
  publicSnapshot,
  sharedImage,
  awsCredential,
  literalPassword,
  notSensitive,
  secretDefault,
  credentialFile,
  exposedSecret,
  openByDefault,
  openSecurityGroup,
  publicAddress,
  winrmWithoutTls,
  winrmUnchecked,
  apiUnchecked,
  weakSsh,
  agentForwarding,
  rootNotEncrypted,
  volumeNotEncrypted,
  imdsv1Image,
  imdsv1Build,
  regionKeys,
  wildcardPolicy,
  leftOverKey,
  noDeprecation,
  weakenedHost,
  commandOnRunner,
  hiddenFailure,
  amiNameNotUnique,
  deletedAmi,
  stoppedOrphan,
  runTags,
  noPolling,
  privilegedContainer,
  unpinnedBaseImage,
  defaultServiceAccount,
  unshieldedVm,
  openAzureVm,
  openVnc,
  buildWithoutSources,
  legacyTime,
  legacyUser,
  legacyLookup,
];

/** The text of everything that can report, the two rules about suppression comments included. */
export const RULE_TEXTS: readonly RuleText[] = [...SUPPRESSION_RULES, ...RULES];

/** The path of a rule's page from the root of this project. */
export function rulePage(id: string): string {
  return `docs/rules/${id}.md`;
}
