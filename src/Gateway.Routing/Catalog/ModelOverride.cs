using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>The facts the operator sets for a model.</summary>
/// <param name="Backend">The backend it applies to; <see langword="null"/> for all.</param>
/// <param name="Model">
/// The model's name as a client may write it: in any case, by an alias, without the tag <c>latest</c>, or after its backend's name.
/// </param>
/// <param name="Facts">The facts.</param>
public sealed record ModelOverride(string? Backend, string Model, OperatorFacts Facts)
{
    /// <summary>True when it applies to a model.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="said">The facts the backend reports about the model; <see langword="null"/> when it does not list it.</param>
    public bool IsFor(BackendTraits backend, string model, ModelFacts? said)
    {
        if (Backend is not null)
        {
            return Is(backend.Name, Backend) && Means(Model, backend, model, said);
        }

        var length = backend.Name.Length;
        return Means(Model, backend, model, said)
            || (Model.Length > length && Model[length] == '/' && Is(Model[..length], backend.Name)
                && Means(Model[(length + 1)..], backend, model, said));
    }

    private static bool Means(string written, BackendTraits backend, string model, ModelFacts? said) =>
        Is(written, model)
        || (backend.HasImplicitTag && Is(ImplicitTag.Add(written), ImplicitTag.Add(model)))
        || said?.IsAlsoCalled(written) == true;

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
