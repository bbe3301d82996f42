import CalendarClock from 'lucide-react/icons/calendar-clock';
import Hourglass from 'lucide-react/icons/hourglass';
import Inbox from 'lucide-react/icons/inbox';
import KeyRound from 'lucide-react/icons/key-round';
import LogIn from 'lucide-react/icons/log-in';
import Megaphone from 'lucide-react/icons/megaphone';
import ScrollText from 'lucide-react/icons/scroll-text';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import Users from 'lucide-react/icons/users';
import { paths } from '../../../web/paths.ts';
import type { Screen } from '../../../web/screen.ts';

const group = 'Installation';

/** What whoever looks after the installation sees, and the forms by which strangers reach them. */
export const adminScreens: readonly Screen[] = [
  {
    path: paths.adminApplications,
    page: () => import('./admin/ApplicationsPage.tsx'),
    audience: 'admin',
    nav: {
      group,
      label: 'Applications',
      icon: Inbox,
      goKey: 'a',
      keywords: ['approve', 'creators', 'agencies'],
    },
  },
  { path: paths.adminApplication, page: () => import('./admin/ApplicationPage.tsx'), audience: 'admin' },
  {
    path: paths.adminWaitingList,
    page: () => import('./admin/WaitingListPage.tsx'),
    audience: 'admin',
    nav: { group, label: 'Waiting list', icon: Hourglass, goKey: 'w', keywords: ['early access', 'launch'] },
  },
  {
    path: paths.adminDemos,
    page: () => import('./admin/DemosPage.tsx'),
    audience: 'admin',
    nav: { group, label: 'Demos', icon: CalendarClock, goKey: 'e', keywords: ['calls', 'sales'] },
  },
  { path: paths.adminDemo, page: () => import('./admin/DemoPage.tsx'), audience: 'admin' },
  {
    path: paths.adminPeople,
    page: () => import('./admin/PeoplePage.tsx'),
    audience: 'admin',
    nav: {
      group,
      label: 'People',
      icon: Users,
      goKey: 'u',
      keywords: ['accounts', 'administrators', 'disable'],
    },
  },
  { path: paths.adminPerson, page: () => import('./admin/PersonPage.tsx'), audience: 'admin' },
  {
    path: paths.adminSignIns,
    page: () => import('./admin/SignInsPage.tsx'),
    audience: 'admin',
    nav: { group, label: 'Sign-ins', icon: LogIn, goKey: 'i', keywords: ['attempts', 'refused', 'log'] },
  },
  {
    path: paths.adminProviders,
    page: () => import('./admin/ProvidersPage.tsx'),
    audience: 'admin',
    nav: {
      group,
      label: 'Single sign-on',
      icon: KeyRound,
      goKey: 'o',
      keywords: ['oidc', 'sso', 'providers'],
    },
  },
  {
    path: paths.adminCampaigns,
    page: () => import('./admin/CampaignsPage.tsx'),
    audience: 'admin',
    nav: {
      group,
      label: 'Campaigns',
      icon: Megaphone,
      goKey: 'c',
      keywords: ['countdown', 'bounces', 'mail'],
    },
  },
  {
    path: paths.adminAudit,
    page: () => import('./admin/AuditPage.tsx'),
    audience: 'admin',
    nav: { group, label: 'Audit', icon: ScrollText, goKey: 't', keywords: ['trail', 'history', 'csv'] },
  },
  {
    path: paths.adminSettings,
    page: () => import('./admin/SettingsPage.tsx'),
    audience: 'admin',
    nav: {
      group,
      label: 'Settings',
      icon: SlidersHorizontal,
      goKey: 'n',
      keywords: ['sign-up', 'launch', 'alerts'],
    },
  },
  { path: paths.apply, page: () => import('./public/ApplyPage.tsx'), audience: 'anybody' },
  { path: paths.waitingList, page: () => import('./public/WaitingListPage.tsx'), audience: 'anybody' },
  { path: paths.demo, page: () => import('./public/DemoPage.tsx'), audience: 'anybody' },
  { path: paths.unsubscribe, page: () => import('./public/UnsubscribePage.tsx'), audience: 'anybody' },
];
