using BenchmarkDotNet.Attributes;
using Gateway.Authentication;
using Gateway.Benchmarks.Inputs;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Benchmarks;

/// <summary>Measures an answer that is not streamed.</summary>
[MemoryDiagnoser]
public class AnswerBody
{
    private readonly byte[] _answer = Answers.Whole();

    [Benchmark]
    public object Read()
    {
        var state = new AnswerState { ReasoningName = ApiKey.Anonymous.ReasoningName };
        return AnswerReader.ReadBody(_answer, state, new ByteEdits()) == AnswerKind.Content
            ? state
            : throw new InvalidOperationException("The answer was not understood.");
    }
}
