import { INCIDENTS } from '../incident/kind';
import { RegisterPage } from './register-page';

export default function IncidentsPage() {
  return <RegisterPage kind={INCIDENTS} />;
}
