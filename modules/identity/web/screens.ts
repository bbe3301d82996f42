import Database from 'lucide-react/icons/database';
import ShieldCheck from 'lucide-react/icons/shield-check';
import UserRound from 'lucide-react/icons/user-round';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';
import { adminScreens } from './admin-screens.ts';

export default screens({
  module: 'identity',
  label: 'You',
  order: 10,
  screens: [
    { path: paths.signIn, page: () => import('./SignInPage.tsx'), audience: 'anybody' },
    { path: paths.signInCallback, page: () => import('./SignOnCallbackPage.tsx'), audience: 'anybody' },
    { path: paths.signUp, page: () => import('./SignUpPage.tsx'), audience: 'anybody' },
    { path: paths.confirmEmail, page: () => import('./ConfirmEmailPage.tsx'), audience: 'anybody' },
    { path: paths.changeEmail, page: () => import('./ChangeEmailPage.tsx'), audience: 'anybody' },
    { path: paths.forgottenPassword, page: () => import('./ForgottenPasswordPage.tsx'), audience: 'anybody' },
    { path: paths.resetPassword, page: () => import('./NewPasswordPage.tsx'), audience: 'anybody' },
    {
      path: paths.invitation,
      page: () => import('../../../web/screens/InvitationPage.tsx'),
      audience: 'anybody',
    },
    { path: paths.welcome, page: () => import('../../../web/screens/WelcomePage.tsx'), audience: 'person' },
    {
      path: paths.profile,
      page: () => import('./ProfilePage.tsx'),
      audience: 'self',
      nav: {
        label: 'Profile',
        icon: UserRound,
        goKey: 'p',
        keywords: ['you', 'name', 'picture', 'language', 'time zone', 'preferences'],
      },
    },
    {
      path: paths.security,
      page: () => import('./SecurityPage.tsx'),
      audience: 'self',
      nav: {
        label: 'Security',
        icon: ShieldCheck,
        goKey: 'y',
        keywords: ['password', 'passkeys', 'two-factor', 'sessions', 'authenticator'],
      },
    },
    {
      path: paths.yourData,
      page: () => import('./DataPage.tsx'),
      audience: 'self',
      nav: {
        label: 'Your data',
        icon: Database,
        goKey: 'd',
        keywords: ['export', 'delete', 'privacy', 'mail'],
      },
    },
    ...adminScreens,
  ],
});
