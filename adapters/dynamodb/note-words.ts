/**
 * What most long notes say, in the words they say it in: a note is deflated as if this stood before it, so that only what is its own
 * takes up bytes. What was written with it can only be read with it: it may not change, and another one needs an attribute of
 * its own. What is met most often stands last, which is nearest.
 */
export const noteWords = Buffer.from(
  [
    '{"key":"persistence privilege-escalation defence-impairment discovery credential-access exfiltration impact lateral-movement ',
    'Looked around with iam: kms: sts: ec2: lambda: logs: cloudtrail: config: dynamodb: organizations: secretsmanager:GetSecretValue ',
    'ssm:GetParameter s3:GetObject s3:ListBuckets sts:GetCallerIdentity sts:AssumeRole iam:List iam:Get ec2:Describe ',
    '"iam:CreateAccessKey","iam:CreateUser","iam:AttachUserPolicy","iam:PutUserPolicy","iam:UpdateAssumeRolePolicy" ',
    'First call from never before in days on record Not yet usual: seen on of days on record, beside of a hosting provider ',
    '{"id":"S10","name":"new-country","family":"anomalous","group":"origin","authority":"corroborate","basis":"habit","bits":',
    '{"id":"S09","name":"new-network","family":"anomalous","group":"origin","authority":"disrupt","basis":"habit","bits":',
    '{"id":"S28","name":"new-client","family":"anomalous","group":"client","authority":"corroborate","basis":"habit","bits":',
    '{"id":"S48","name":"discovery","family":"anomalous","group":"action","authority":"corroborate","basis":"habit","bits":',
    '{"id":"S14","name":"new-service","family":"anomalous","group":"scope","authority":"corroborate","basis":"habit","bits":',
    ',"key":"secretsmanager","at":17,"eventId":"","lastAt":17,"evidence":"Not yet usual: call of ","lapses":',
    '{"id":"S15","name":"new-action","family":"anomalous","group":"action","authority":"corroborate","basis":"habit","bits":0.',
    ',"key":"s3:Get","at":17,"eventId":"","lastAt":17,"evidence":"First  in 0 days on record"},',
    '"parent":{"peer":"arn:aws:iam::role/","accessKeyId":"AKIA","principal":"arn:aws:iam::user/","tags":[]},',
    '"parent":{"peer":"repo:","accessKeyId":null,"principal":null,"tags":[],"federation":{"kind":"oidc","provider":"arn:aws:iam::',
    ':oidc-provider/token.actions.githubusercontent.com","subject":"repo::ref:refs/heads/main"}},"lastAt":17',
    '00000,"subject":"role arn:aws:iam::"}],["ASIA",{"places":[{"network":{"id":"AS14618 US","asn":14618,"country":"US",',
    '"organisation":"Amazon.com, Inc.","kind":"cloud","aws":true},"address":"","firstAt":17000,"eventId":"-4-"},',
    '{"network":{"id":"AS16509 IE","asn":16509,"country":"IE","organisation":"Amazon.com, Inc.","kind":"cloud","aws":true},',
    '"address":"10.","firstAt":17000,"eventId":"-4-"},{"network":{"id":"vpce-","asn":null,"country":null,"organisation":null,',
    '"kind":"endpoint","aws":true},"address":"10.0.","firstAt":17000,"eventId":"-4-"}],"parent":{"peer":"lambda.amazonaws.com",',
    '"parent":{"peer":"ec2.amazonaws.com","accessKeyId":null,"principal":null,"tags":[]},"parent":null,"lastAt":17',
    '{"accessKeyId":"ASIA","sessionArn":"arn:aws:sts::assumed-role/","role":"arn:aws:iam::role/","expiresAt":17000},',
    '{"credential":{"kind":"console-password","id":"arn:aws:iam::user/{"credential":{"kind":"access-key","id":"AKIA',
    '","accountId":"","principal":"arn:aws:iam::user/"},{"credential":{"kind":"role","id":"arn:aws:iam::role/","accountId":"',
    '","principal":"arn:aws:iam::role/","person":null},"watchedSince":17000,"signals":[],"course":{"day":20,"age":0,',
    '"bits":0,"isSpecial":false,"isTold":false,"stake":0.5,"since":0,"past":[]},"recent":[["grave call ",17000],',
    '["grave tactic credential-access",17000],["secret /prod/",17000],["step refusal",17000],["step deed",17000],["service sts",17',
    '000],["service ec2",17000],["service s3",17000],["service iam",17000]],"state":{"rung":null,"calledAt":null,"score":0,',
    '"measures":[],"witnesses":[],"told":[],"notices":[]},"memo":{"day":20,"hour":49,"uses":1,"blocks":0,"doubted":false,',
    '"key":[-,],"silent":[],"times":[[,1],[,1],[,1]]},"unannounced":[],"sessions":[["ASIA',
  ].join(''),
);
