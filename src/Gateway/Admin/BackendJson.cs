using System.Globalization;
using System.Text.Json;
using Gateway.Backends;
using Gateway.Health;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Writes a backend's state as JSON. Unknown values are left out; credentials are never shown.</summary>
internal sealed class BackendJson(BackendHealth health, SecretScrubber scrubber, DateTimeOffset now)
{
    /// <summary>The most models shown for one backend; those in trouble come first.</summary>
    private const int MaxModels = 500;

    public void Write(Utf8JsonWriter json, Backend backend)
    {
        var state = backend.State;
        json.WriteStartObject();
        json.WriteString("object"u8, "backend"u8);
        json.WriteString("name"u8, backend.Name);
        json.WriteString("provider"u8, backend.Provider.Name);
        json.WriteBoolean("local"u8, backend.Traits.IsLocal);
        // Without user name, password or query: people put keys in any of them.
        json.WriteString(
            "url"u8, scrubber.Scrub(backend.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)));
        json.WriteBoolean("isDown"u8, state.Load.IsDown);
        json.WriteBoolean("isLoading"u8, state.Load.IsLoading);
        WriteText(json, "problem", backend.Missing ?? state.Problem);
        WriteTime(json, "problemSince", "problemSeconds", backend.Missing is null ? state.ProblemSince : null);
        WriteTime(json, "listReadAt", "listAgeSeconds", state.ReadAt);
        WriteText(json, "version", state.Version);
        WriteText(json, "note", state.Note);
        if (state.Models is { } models)
        {
            json.WriteNumber("modelCount"u8, models.Length);
        }

        json.WriteNumber("inFlight"u8, state.Load.InFlight);
        json.WriteNumber("maxConcurrent"u8, backend.MaxConcurrent);
        if ((backend.Traits.Places ?? backend.Traits.DefaultPlaces) is > 0 and var places)
        {
            json.WriteNumber("maxConcurrentPerModel"u8, places);
        }

        if (health.LinesOf(backend) is { } lines)
        {
            json.WriteNumber("running"u8, lines.Running);
            json.WriteNumber("waiting"u8, lines.Waiting);
            json.WriteNumber("expectedWaitSeconds"u8, Math.Round(BackendHealth.ExpectedWait(lines).TotalSeconds, 3));
        }

        WriteModels(json, backend);
        json.WriteEndObject();
    }

    private void WriteModels(Utf8JsonWriter json, Backend backend)
    {
        var all = health.ModelsOf(backend);
        json.WriteStartArray("models"u8);
        foreach (var model in all.Take(MaxModels))
        {
            ModelHealthJson.Write(json, model);
        }

        json.WriteEndArray();
        json.WriteNumber("modelsOmitted"u8, Math.Max(0, all.Length - MaxModels));
    }

    // A backend's words may contain the key it refused.
    private void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, scrubber.Scrub(text));
        }
    }

    private void WriteTime(Utf8JsonWriter json, string name, string age, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            json.WriteString(name, time.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber(age, (long)(now - time).TotalSeconds);
        }
    }
}
