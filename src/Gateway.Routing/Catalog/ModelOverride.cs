using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>What the operator says of a model.</summary>
/// <param name="Backend">The backend it holds for; <see langword="null"/> for all.</param>
/// <param name="Model">
/// The model's name as a client may write it: without regard to case, by an alias, without the tag <c>latest</c>, or behind its backend's name.
/// </param>
/// <param name="Facts">What is said of it.</param>
public sealed record ModelOverride(string? Backend, string Model, OperatorFacts Facts)
{
    /// <summary>Whether it speaks of a model.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="said">What the backend says of it; <see langword="null"/> when it does not list it.</param>
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
