import Bot from 'lucide-react/icons/bot';
import FlaskConical from 'lucide-react/icons/flask-conical';
import LifeBuoy from 'lucide-react/icons/life-buoy';
import ListChecks from 'lucide-react/icons/list-checks';
import Route from 'lucide-react/icons/route';
import UserRound from 'lucide-react/icons/user-round';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';

export default screens({
  module: 'autopilot',
  label: 'Autopilot',
  order: 17,
  screens: [
    {
      path: paths.approvals,
      page: () => import('./approvals/ApprovalsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Approvals',
        icon: ListChecks,
        goKey: 'v',
        keywords: ['hold back', 'approve', 'reject', 'queue'],
      },
    },
    {
      path: paths.escalations,
      page: () => import('./escalations/EscalationsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Escalations',
        icon: LifeBuoy,
        goKey: 'x',
        keywords: ['hand over', 'person needed', 'overdue'],
      },
    },
    {
      path: paths.decisions,
      page: () => import('./decisions/DecisionsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Decisions', icon: Route, goKey: 'g', keywords: ['log', 'why', 'replay', 'confidence'] },
    },
    {
      path: paths.decision,
      page: () => import('./decisions/DecisionPage.tsx'),
      audience: 'workspace',
    },
    {
      path: paths.autopilot,
      page: () => import('./settings/SettingsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Settings',
        icon: Bot,
        goKey: 'u',
        keywords: ['autopilot', 'switch on', 'keywords', 'instructions'],
      },
    },
    {
      path: paths.personas,
      page: () => import('./personas/PersonasPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Personas', icon: UserRound, keywords: ['voice', 'tone', 'autonomy', 'disclosure'] },
    },
    {
      path: paths.persona,
      page: () => import('./personas/PersonaPage.tsx'),
      audience: 'workspace',
    },
    {
      path: paths.evaluations,
      page: () => import('./evaluations/EvaluationsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Evaluations', icon: FlaskConical, keywords: ['quality', 'tests', 'compare'] },
    },
    {
      path: paths.evaluationRun,
      page: () => import('./evaluations/EvaluationRunPage.tsx'),
      audience: 'workspace',
    },
  ],
  live: () => import('./live.ts'),
});
