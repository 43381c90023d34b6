using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Ledger.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>
/// This program as one that does nothing but write a journal, so that it can be killed, and can have a disk of its own. It says on its
/// output which records are safe.
/// </summary>
internal static class JournalHost
{
    /// <summary>How many records of a storm are on their way at most.</summary>
    public const int AtOnce = 8;

    private const string Variable = "GATEWAY_TEST_JOURNAL";

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its journal.</param>
    /// <param name="wrapper">A command that runs the rest of its line, with its options; empty: none.</param>
    public static Process Start(string folder, params string[] wrapper)
    {
        string[] command = [.. wrapper, Environment.ProcessPath!, .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? new[] { typeof(JournalHost).Assembly.Location }
            : []];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment[Variable] = folder;
        return Process.Start(start)!;
    }

    // Before the test runner looks at its arguments.
    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            Run(folder);
            Environment.Exit(0);
        }
    }

    /// <summary>Reads <c>write FROM TO</c>, <c>storm</c> and <c>stop</c>.</summary>
    private static void Run(string folder)
    {
        using var journal = new UsageJournal(new JournalOptions(folder), NullLogger<UsageJournal>.Instance);
        journal.Open();
        Say("ready");
        while (Console.ReadLine() is { } line && line != "stop")
        {
            var words = line.Split(' ');
            if (words[0] == "storm")
            {
                Storm(journal);
            }

            for (var i = Number(words[1]); i <= Number(words[2]); i++)
            {
                journal.Begin(SampleRecords.Intent(i));
                journal.CommitAsync(SampleRecords.New(i)).AsTask().Wait();
            }

            // Once the disk takes what was held back, the last chunk of it follows the others.
            journal.Buffer.WhenSafe().Wait();
            Say(journal.Buffer.IsSpooling ? $"spooled {journal.Problem}" : "safe");
        }
    }

    // On this thread alone: others may not enter this module before its initializer is over.
    private static void Storm(UsageJournal journal)
    {
        var pending = new Queue<(int Number, Task Safe)>();
        for (var i = 0; ; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            pending.Enqueue((i, journal.CommitAsync(SampleRecords.New(i)).AsTask()));
            if (pending.Count == AtOnce)
            {
                var (number, safe) = pending.Dequeue();
                safe.Wait();
                Say(number.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
