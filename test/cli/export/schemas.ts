const id = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: id };

/** What OCSF 1.3.0 asks of a Detection Finding (2004) with the cloud profile: its required attributes, ids and constraints. */
export const ocsfSchema = {
  type: 'object',
  required: [
    'activity_id',
    'category_uid',
    'class_uid',
    'type_uid',
    'time',
    'severity_id',
    'metadata',
    'finding_info',
    'cloud',
  ],
  properties: {
    activity_id: { const: 1 },
    category_uid: { const: 2 },
    class_uid: { const: 2004 },
    type_uid: { const: 200401 },
    time: { type: 'integer', minimum: 1 },
    severity_id: { enum: [0, 1, 2, 3, 4, 5, 6] },
    status_id: { enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    confidence_score: { type: 'integer' },
    message: { type: 'string' },
    metadata: {
      type: 'object',
      required: ['product', 'version'],
      properties: {
        version: { const: '1.3.0' },
        product: { type: 'object', required: ['vendor_name'], properties: { name: id, vendor_name: id } },
        profiles: texts,
        uid: id,
      },
    },
    cloud: {
      type: 'object',
      required: ['provider'],
      properties: { provider: id, account: { type: 'object', required: ['uid'] } },
    },
    finding_info: {
      type: 'object',
      required: ['uid', 'title'],
      properties: {
        uid: id,
        title: id,
        created_time: { type: 'integer' },
        types: texts,
        analytic: { type: 'object', required: ['type_id'] },
        related_analytics: { type: 'array', items: { type: 'object', required: ['type_id'] } },
        attacks: {
          type: 'array',
          items: { anyOf: ['tactic', 'technique', 'sub_technique'].map((one) => ({ required: [one] })) },
        },
        related_events: { type: 'array', items: { type: 'object', required: ['uid'] } },
      },
    },
    resources: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', anyOf: [{ required: ['uid'] }, { required: ['name'] }] },
    },
    remediation: { type: 'object', required: ['desc'], properties: { desc: id } },
    unmapped: { type: 'object' },
  },
};

const short = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const timestamp = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const label = { enum: ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] };
const type = {
  type: 'string',
  pattern:
    '^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(/[^/]+){1,2}$',
};

/** What BatchImportFindings asks of a finding: required attributes, patterns, and the longest texts. */
export const asffSchema = {
  type: 'object',
  required: [
    'SchemaVersion',
    'Id',
    'ProductArn',
    'GeneratorId',
    'AwsAccountId',
    'Types',
    'CreatedAt',
    'UpdatedAt',
    'Severity',
    'Title',
    'Description',
    'Resources',
  ],
  properties: {
    SchemaVersion: { const: '2018-10-08' },
    Id: short(512),
    ProductArn: { type: 'string', pattern: '^arn:aws[a-z-]*:securityhub:[a-z0-9-]+:\\d{12}:product/\\d{12}/default$' },
    GeneratorId: short(512),
    AwsAccountId: { type: 'string', pattern: '^\\d{12}$' },
    Types: { type: 'array', minItems: 1, maxItems: 50, items: type },
    CreatedAt: timestamp,
    UpdatedAt: timestamp,
    Severity: {
      type: 'object',
      required: ['Label'],
      properties: { Label: label, Normalized: { type: 'integer', minimum: 0, maximum: 100 }, Original: short(64) },
    },
    Confidence: { type: 'integer', minimum: 0, maximum: 100 },
    Title: short(256),
    Description: short(1024),
    Remediation: {
      type: 'object',
      properties: { Recommendation: { type: 'object', properties: { Text: short(512) } } },
    },
    ProductFields: {
      type: 'object',
      maxProperties: 50,
      propertyNames: { maxLength: 128, not: { pattern: '^aws/' } },
      additionalProperties: short(2048),
    },
    Resources: {
      type: 'array',
      minItems: 1,
      maxItems: 32,
      items: { type: 'object', required: ['Type', 'Id'], properties: { Type: short(256), Id: short(512) } },
    },
    Workflow: { type: 'object', properties: { Status: { enum: ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'] } } },
    RecordState: { enum: ['ACTIVE', 'ARCHIVED'] },
  },
};
