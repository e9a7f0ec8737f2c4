import type { CommandModule } from 'yargs';

interface DoctorArguments {
  json: boolean;
  quiet: boolean;
}

export const doctorCommand: CommandModule<object, DoctorArguments> = {
  command: 'doctor',
  describe: 'Show what this machine has and lacks: runtime, GPU, tools, versions, disk',
  builder: (yargs) => yargs.example('$0 doctor', '') as never,
  handler: async (args) => {
    const { doctor } = await import('../doctor/doctor.ts');
    process.exitCode = await doctor(args);
  },
};
