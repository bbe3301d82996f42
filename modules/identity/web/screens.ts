import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';

export default screens({
  module: 'identity',
  label: 'You',
  order: 10,
  screens: [{ path: paths.signIn, page: () => import('./SignInPage.tsx'), audience: 'anybody' }],
});
