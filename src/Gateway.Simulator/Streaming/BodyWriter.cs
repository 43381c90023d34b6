using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Dialects;

namespace Gateway.Simulator.Streaming;

/// <summary>Writes an answer that is not streamed.</summary>
internal static class BodyWriter
{
    public static ReadOnlyMemory<byte> Write(Answer answer, ModelScript script, Dialect dialect) =>
        new JsonBuffer().Write(writer => WriteMembers(writer, answer, script, dialect));

    private static void WriteMembers(Utf8JsonWriter writer, Answer answer, ModelScript script, Dialect dialect)
    {
        AnswerJson.WriteHead(writer, "chat.completion", answer, answer.Created);
        dialect.WriteBeforeChoices(writer, answer.Model);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        dialect.WriteMessage(writer, answer, AnswerJson.ReasoningField(script, dialect));
        if (answer.HasToolCalls)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in answer.ToolCalls())
            {
                AnswerJson.WriteToolCall(writer, call, withIndex: dialect is OllamaDialect);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        dialect.WriteChoiceExtras(writer);
        var reasonless = script.OmitFinish || script.Fail is FailureMode.ReasonlessDone or FailureMode.EmptyModelChunk;
        writer.WriteString("finish_reason", reasonless ? null : answer.FinishReason);
        dialect.WriteAfterFinish(writer, isFinished: true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (script.Usage != UsagePlacement.Never)
        {
            AnswerJson.WriteUsage(writer, dialect, answer.Usage);
            dialect.WriteAfterUsage(writer, answer.Usage, isStreamed: false);
        }
        dialect.WriteAfterChoices(writer);
    }
}
