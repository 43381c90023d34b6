using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// Tells the client of a stream that its prompt was cut: a comment before the end, which every reader of streams passes over and who looks
/// for it finds. The figures come last in a stream, when its headers are long sent.
/// </summary>
internal static class CutNotice
{
    public static void Write(IBufferWriter<byte> output, AnswerState answer)
    {
        if (answer.IsPromptCut)
        {
            output.Write(Encoding.UTF8.GetBytes($": prompt-cut: {Words(answer)}\n\n"));
        }
    }

    /// <summary>The same in words, for a header.</summary>
    public static string Words(AnswerState answer) => string.Create(
        CultureInfo.InvariantCulture,
        $"the model read {answer.PromptRead} tokens of a prompt that has {answer.Defaults!.LeastPrompt} at the least; the rest was cut");
}
