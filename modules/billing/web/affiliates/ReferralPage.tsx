import { type LoaderFunctionArgs, redirect } from 'react-router';
import { paths } from '../../../../web/paths.ts';
import { rememberLink } from './remembered.ts';

/** Nothing to look at: whoever follows a link goes on to where they can sign up, also by a link that leads nowhere. */
export async function loader({ params }: LoaderFunctionArgs) {
  await rememberLink(params.word ?? '');
  return redirect(paths.signUp());
}

export default function ReferralPage() {
  return null;
}
