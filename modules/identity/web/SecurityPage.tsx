import { pagesOf, q, queryClient, useLoaded } from '../../../web/kit/api.ts';
import { Page } from '../../../web/kit/Page.tsx';
import { getFactors } from '../factors/contract.ts';
import { getMe, getSignInOptions, listSessions, listSignIns } from '../sign-in/contract.ts';
import { AddressSection, PasswordSection } from './CredentialSections.tsx';
import { PasskeysSection } from './PasskeysSection.tsx';
import { Sections } from './Sections.tsx';
import { SessionsSection } from './SessionsSection.tsx';
import { SignInsSection } from './SignInsSection.tsx';
import { SignOnSection } from './SignOnSection.tsx';
import { TotpSection } from './TotpSection.tsx';

export async function loader() {
  void queryClient.prefetchInfiniteQuery(pagesOf(listSessions));
  void queryClient.prefetchInfiniteQuery(pagesOf(listSignIns));
  void queryClient.prefetchQuery(q(getSignInOptions));
  await Promise.all([queryClient.ensureQueryData(q(getMe)), queryClient.ensureQueryData(q(getFactors))]);
  return null;
}

export default function SecurityPage() {
  const me = useLoaded(q(getMe));
  const factors = useLoaded(q(getFactors));
  return (
    <Page title="Security" hint="How you show that it is you, and where you are signed in.">
      <Sections>
        <AddressSection me={me} />
        <PasswordSection me={me} />
        <TotpSection factors={factors} />
        <PasskeysSection passkeys={factors.passkeys} />
        <SignOnSection linked={factors.singleSignOn} />
        <SessionsSection />
        <SignInsSection />
      </Sections>
    </Page>
  );
}
