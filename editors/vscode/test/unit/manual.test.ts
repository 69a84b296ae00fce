import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manual, manualAt } from '../../src/manual';

test('a setting says where the pages of the rules are', () => {
  for (const setting of ['https://example.org/rules/', 'HTTP://localhost:8080/', 'file:///srv/rules/', 'rules/']) {
    assert.equal(manualAt(setting), setting);
  }
});

test('no setting makes a command of the name of a rule', () => {
  for (const setting of ['command:workbench.action.quit#', ' Command:a#', 'vscode://a.b/', '', undefined, 1]) {
    assert.equal(manualAt(setting), manual, String(setting));
  }
});
