import type { Random } from '../random.ts';

/** What people have on their desks. */
const desks = ['macos#24.6.0', 'linux#6.8.0-45-generic', 'windows#10'] as const;

/** One spelling of each tool's user agent, of a version that the owner has installed. */
const forms = {
  cli: (r: Random) =>
    `aws-cli/2.${r.between(13, 31)}.${r.between(0, 30)} md/awscrt#0.2${r.between(0, 7)}.${r.between(0, 9)} ua/2.1 os/${r.pick(desks)} md/arch#${r.pick(['arm64', 'x86_64'])} lang/python#3.1${r.between(1, 3)}.${r.between(1, 9)} md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off`,
  boto3: (r: Random) =>
    `Boto3/1.${r.between(34, 42)}.${r.between(0, 160)} md/Botocore#1.${r.between(34, 42)}.${r.between(0, 160)} ua/2.0 os/linux#${r.pick(['5.15.0', '6.1.0', '6.8.0'])} md/arch#x86_64 lang/python#3.1${r.between(0, 3)}.${r.between(1, 9)} md/pyimpl#CPython cfg/retry-mode#legacy`,
  go: (r: Random) =>
    `aws-sdk-go-v2/1.${r.between(26, 41)}.${r.between(0, 6)} ua/2.1 os/linux lang/go#1.2${r.between(1, 5)}.${r.between(0, 8)} md/GOOS#linux md/GOARCH#${r.pick(['amd64', 'arm64'])}`,
  java: (r: Random) =>
    `aws-sdk-java/2.${r.between(25, 38)}.${r.between(0, 50)} md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.115 lang/java#21.0.${r.between(1, 8)} md/OpenJDK_64-Bit_Server_VM cfg/retry-mode#standard`,
  javascript: (r: Random) =>
    `aws-sdk-js/3.${r.between(600, 990)}.0 ua/2.1 os/linux#5.10.2${r.between(30, 60)} lang/js md/nodejs#${r.pick(['20.18.1', '22.14.0', '24.11.0'])}`,
  terraform: (r: Random) =>
    `APN/1.0 HashiCorp/1.0 Terraform/1.${r.between(7, 13)}.${r.between(0, 6)} (+https://www.terraform.io) terraform-provider-aws/${r.between(5, 6)}.${r.between(10, 90)}.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.3${r.between(0, 9)}.0 ua/2.1 os/linux lang/go#1.23.5 md/GOOS#linux md/GOARCH#amd64`,
  lambdaPython: (r: Random) =>
    `Boto3/1.${r.between(34, 40)}.${r.between(0, 140)} md/Botocore#1.${r.between(34, 40)}.${r.between(0, 140)} ua/2.0 os/linux#5.10.2${r.between(20, 50)}-.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.${r.between(1, 9)} md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy`,
  lambdaNode: (r: Random) =>
    `aws-sdk-js/3.${r.between(600, 990)}.0 ua/2.1 os/linux#5.10.2${r.between(20, 50)} lang/js md/nodejs#22.${r.between(9, 20)}.0 exec-env/AWS_Lambda_nodejs22.x`,
  ecs: (r: Random) =>
    `aws-sdk-go-v2/1.${r.between(26, 41)}.${r.between(0, 6)} ua/2.1 os/linux lang/go#1.2${r.between(1, 5)}.1 md/GOOS#linux md/GOARCH#arm64 exec-env/AWS_ECS_FARGATE`,
  ssmAgent: (r: Random) => `aws-sdk-go/1.55.5 (go1.22.${r.between(1, 9)}; linux; amd64) amazon-ssm-agent/`,
  githubAction: (r: Random) =>
    `aws-sdk-js/3.${r.between(600, 990)}.0 ua/2.1 os/linux#6.11.0 lang/js md/nodejs#20.19.0 configure-aws-credentials-for-github-actions`,
  browser: (r: Random) =>
    r.pick([
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${r.between(128, 142)}.0.0.0 Safari/537.36`,
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${r.between(128, 144)}.0) Gecko/20100101 Firefox/${r.between(128, 144)}.0`,
    ]),
  cloudShell: (r: Random) =>
    `aws-cli/2.${r.between(22, 31)}.${r.between(0, 20)} md/awscrt#0.23.8 ua/2.1 os/linux#6.1.132 md/arch#x86_64 lang/python#3.12.9 md/pyimpl#CPython exec-env/CloudShell cfg/retry-mode#standard`,
  langchain: (r: Random) =>
    `Boto3/1.${r.between(38, 42)}.${r.between(0, 90)} md/Botocore#1.${r.between(38, 42)}.${r.between(0, 90)} ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.${r.between(1, 9)} md/pyimpl#CPython x-client-framework:langchain-aws`,
  /** What thieves run: common tools, old versions and distributions made for the trade. */
  kali: (r: Random) =>
    `aws-cli/${r.pick(['1.22.34', '2.9.19'])} Python/3.1${r.between(0, 1)}.6 Linux/6.${r.between(1, 8)}.0-kali${r.between(2, 9)}-amd64 botocore/2.4.5`,
  pacu: (r: Random) => `Boto3/1.26.${r.between(10, 90)} Python/3.9.2 Linux/5.10.0-kali9-amd64 Botocore/1.29.10`,
  secretScanner: () => 'TruffleHog',
  s3Browser: (r: Random) => `S3 Browser/${r.between(10, 12)}.${r.between(0, 9)}.5 (https://s3browser.com)`,
} as const;

export type Tool = keyof typeof forms;

export function agentOf(tool: Tool, random: Random): string {
  return forms[tool](random);
}

/** The same tool on a desk of another kind; null for a tool that people do not type into. */
export function onAnotherDesk(agent: string, random: Random): string | null {
  const own = desks.find((desk) => agent.includes(`os/${desk}`));
  return own === undefined ? null : agent.replace(own, random.pick(desks.filter((desk) => desk !== own)));
}
