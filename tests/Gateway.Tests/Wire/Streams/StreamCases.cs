using System.Text;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Runs a backend's stream through the pump as the gateway does, and gives what the client gets.</summary>
internal static class StreamCases
{
    public const string CutShort = "The source ended.";

    public static StreamRepair NewRepair(
        bool keepsUsage = false, ReasoningField reasoning = ReasoningField.ReasoningContent, SecretScrubber? scrubber = null,
        int choices = 1) =>
        new(
            new AnswerState { ReasoningName = ApiKey.NameOf(reasoning) },
            new StreamSettings("r1", "Chat", 1, keepsUsage, scrubber ?? SecretScrubber.None) { Choices = choices });

    public static Repaired Repair(string stream, bool keepsUsage = false, ReasoningField reasoning = ReasoningField.ReasoningContent) =>
        Run(NewRepair(keepsUsage, reasoning), Encoding.UTF8.GetBytes(stream));

    /// <param name="repair">What decides.</param>
    /// <param name="bytes">The whole stream.</param>
    /// <param name="splits">Where the bytes are torn apart, in order.</param>
    public static Repaired Run(StreamRepair repair, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> splits)
    {
        using var pump = new StreamPump(repair);
        var client = new MemoryStream();
        var from = 0;
        foreach (var to in (int[])[.. splits, bytes.Length])
        {
            if (!pump.HasEnded)
            {
                var piece = bytes[from..to];
                client.Write(piece[..pump.Take(piece)]);
                Drain(pump, client);
                from = to;
            }
        }

        if (!pump.HasEnded)
        {
            pump.Finish(AnswerEnd.Truncated, CutShort);
            Drain(pump, client);
        }

        return new Repaired(Encoding.UTF8.GetString(client.ToArray()), repair);
    }

    private static void Drain(StreamPump pump, MemoryStream client)
    {
        client.Write(pump.Output.Span);
        pump.Output.Consume(pump.Output.Length);
    }
}
