import { lazy, Suspense } from 'react';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import IncidentsPage from './incident/incidents-page';
import { SessionGate } from './session/session';
import { Shell } from './ui/shell';
import { Empty, PageLoading } from './ui/states';

// The register is where people work: it comes with the first file, and others when they are opened.
const DashboardPage = lazy(() => import('./dashboard/dashboard-page'));
const IncidentPage = lazy(() => import('./incident/incident-page'));
const RisksPage = lazy(() => import('./risks/risks-page'));
const RiskPage = lazy(() => import('./risks/risk-page'));
const ImportPage = lazy(() => import('./transfer/import-page'));
const SettingsPage = lazy(() => import('./settings/settings-page'));
const ReferencePage = lazy(() => import('./reference/reference-page'));
const SignInPage = lazy(() => import('./session/sign-in-page'));
const OneTimeLinkPage = lazy(() => import('./session/one-time-link-page'));

export function App() {
  return (
    <BrowserRouter>
      <Suspense fallback={<PageLoading />}>
        <Routes>
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/link/:token" element={<OneTimeLinkPage />} />
          <Route
            element={
              <SessionGate>
                <Shell />
              </SessionGate>
            }
          >
            <Route index element={<DashboardPage />} />
            <Route path="/incidents" element={<IncidentsPage />} />
            <Route path="/incidents/:id" element={<IncidentPage />} />
            <Route path="/risks" element={<RisksPage />} />
            <Route path="/risks/:id" element={<RiskPage />} />
            <Route path="/import" element={<ImportPage />} />
            <Route path="/settings/:section?" element={<SettingsPage />} />
            <Route path="/api-reference" element={<ReferencePage />} />
            <Route path="*" element={<Nowhere />} />
          </Route>
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}

function Nowhere() {
  return (
    <Empty title="Page not found" action={<Link to="/incidents">Go to incidents</Link>}>
      The address may be mistyped, or the page may have moved.
    </Empty>
  );
}
