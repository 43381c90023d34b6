using System.Globalization;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>A process killed while it writes loses no record that it had reported as safe.</summary>
public sealed class KilledJournalTests(ITestOutputHelper output)
{
    [Fact]
    public async Task KilledProcess_HasEveryRecordThatWasSafe_AndNoneTwice()
    {
        const int kills = 25;
        var random = new Random(19);
        var promised = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var rig = new JournalRig();
            using var process = JournalHost.Start(rig.Folder);
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
            await process.StandardInput.WriteLineAsync("storm");
            await process.StandardInput.FlushAsync();
            // After a number of records and not after a time: a busy machine writes late.
            var safe = new List<int>();
            for (var left = random.Next(1, 3000); left > 0; left--)
            {
                safe.Add(int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
            }

            process.Kill();
            while (await process.StandardOutput.ReadLineAsync() is { } rest)
            {
                // The last line may be torn too.
                if (process.StandardOutput.Peek() >= 0)
                {
                    safe.Add(int.Parse(rest, CultureInfo.InvariantCulture));
                }
            }

            await process.WaitForExitAsync();
            await rig.StartAsync();
            await rig.FlushAsync();
            var ended = rig.Stored.Where(r => !r.IsProvisional).Select(SampleRecords.NumberOf).ToHashSet();
            Assert.Empty(safe.Except(ended));
            Assert.Equal(rig.Numbers.Length, rig.Numbers.Distinct().Count());
            Assert.InRange(rig.Stored.Count(r => r.IsProvisional), 0, JournalHost.AtOnce);
            promised += safe.Count;
        }

        output.WriteLine($"{kills} kills, {promised} records were safe, none was lost");
    }
}
