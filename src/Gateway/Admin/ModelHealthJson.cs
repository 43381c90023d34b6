using System.Text.Json;
using Gateway.Health;

namespace Gateway.Admin;

/// <summary>Writes a model's state as JSON.</summary>
internal static class ModelHealthJson
{
    public static void Write(Utf8JsonWriter json, ModelHealth model)
    {
        var (state, speed) = (model.State, model.State.Speed);
        json.WriteStartObject();
        json.WriteString("name"u8, model.Model);
        json.WriteString("health"u8, model.Word);
        WriteSeconds(json, "healthSeconds", model.Left?.TotalSeconds);
        json.WriteBoolean("out"u8, state.IsOut);
        WriteSeconds(json, "outSeconds", model.OutFor?.TotalSeconds);
        var pause = state.PauseLeft;
        json.WriteBoolean("paused"u8, pause > TimeSpan.Zero);
        WriteSeconds(json, "pausedSeconds", pause > TimeSpan.Zero ? pause.TotalSeconds : null);
        json.WriteNumber("share"u8, Math.Round(state.Share, 3));
        if (model.IsWarm is { } warm)
        {
            json.WriteBoolean("warm"u8, warm);
        }

        if (model.Line is { } line)
        {
            json.WriteNumber("places"u8, line.Options.Places);
            json.WriteNumber("running"u8, line.Running);
            json.WriteNumber("waiting"u8, line.Waiting);
            WriteSeconds(json, "expectedWaitSeconds", BackendHealth.ExpectedWait(line).TotalSeconds);
        }

        WriteSeconds(json, "firstTokenSeconds", speed.FirstTokenSeconds);
        WriteSeconds(json, "tokensPerSecond", speed.TokensPerSecond);
        WriteSeconds(json, "expectedSeconds", speed.ExpectedSeconds);
        json.WriteEndObject();
    }

    // Values that were not measured are not numbers.
    private static void WriteSeconds(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } seconds && double.IsFinite(seconds))
        {
            json.WriteNumber(name, Math.Round(seconds, 3));
        }
    }
}
